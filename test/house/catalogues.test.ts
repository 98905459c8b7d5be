import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { isTest, parseScript, readSources, type Source, walk } from "../../scripts/house/sources.ts";
import { editWords } from "../../shared/messages/edits.ts";

const root = join(import.meta.dirname, "../..");
/** What Korean law wants before every advertisement, whoever reads it. */
const advertisement = "(광고) ";
/** A unit that nobody translates, and that sign. */
const sameInBoth = new Set(["{} ms", advertisement]);
/** Units and columns of figures, and a language under its own name. */
const koreanWithoutHangul = new Set(["{} ms", "{}ms", "p50(ms)", "p95(ms)", "p99(ms)", "English"]);
/** A language under its own name, and that sign. */
const englishWithHangul = new Set(["한국어", advertisement]);
/** Korean that is no text of one language: names of districts, notices in both, what somebody is called. */
const ofNoLanguage = ["shared/messages/districts.ts", "shared/messages/edits.ts", "shared/messages/sign-in.ts"];

const hangul = /\p{Script=Hangul}/u;
const letter = /\p{Letter}/u;

interface Said {
  readonly language: "ko" | "en" | null;
  /** Where it is in its catalogue, the same in both languages. */
  readonly key: string;
  /** What is filled in is `{}`. */
  readonly text: string;
  /** Whether it is a text as it stands, not an ending that a text chooses. */
  readonly isWhole: boolean;
}

/** Every catalogue there is, found by where they lie and what they are called. */
function catalogues(): Source[] {
  const below = (folder: string) =>
    readSources(join(root, folder)).map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
  const isCatalogue = (path: string) => /(^|\/)messages\/|texts[.]ts$/.test(path) && !isTest(path);
  return ["web/src", "shared/messages", "server"].flatMap(below).filter(({ path }) => isCatalogue(path));
}

/** Texts, and not what programs alone read: names of things, types, what is compared or imported. */
function isSaid(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  const { parent } = node;
  const isName = (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
  const isCompared =
    ts.isCaseClause(parent) ||
    ts.isElementAccessExpression(parent) ||
    (ts.isBinaryExpression(parent) && !isSum(parent));
  const isOfPrograms = ts.isNewExpression(parent) || ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent);
  const isImported = ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return !isName && !isCompared && !isOfPrograms && !isImported;
}
const isSum = ({ operatorToken }: ts.BinaryExpression) => operatorToken.kind === ts.SyntaxKind.PlusToken;

function textOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("{}");
}

/** The names from the file down to a text; `ko` and `en` among them say its language. */
function namesOf(node: ts.Node, path: string): string[] {
  const names: string[] = [];
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at)) names.unshift(at.name.getText());
    if (ts.isFunctionDeclaration(at) && at.name !== undefined) names.unshift(at.name.text);
    if (ts.isArrayLiteralExpression(at.parent)) names.unshift(String(at.parent.elements.indexOf(at as ts.Expression)));
  }
  return [...path.replace(/[.]ts$/, "").split("/"), ...names];
}

function saidIn(source: Source): Said[] {
  const script = parseScript(source);
  const found: Said[] = [];
  if (script === null) return found;
  walk(script, (node) => {
    if (!isSaid(node)) return;
    const names = namesOf(node, source.path);
    const language = names.find((name) => name === "ko" || name === "en") ?? null;
    const key = names.filter((name) => name !== language && !/^(korean|english)/.test(name)).join(".");
    const isWhole = [ts.isPropertyAssignment, ts.isArrowFunction, ts.isArrayLiteralExpression].some((is) =>
      is(node.parent),
    );
    found.push({ language, key, text: textOf(node), isWhole });
  });
  return found;
}

/** What nobody may find in a catalogue, said of the text that has it. */
function troublesOf(said: readonly Said[]): string[] {
  const korean = new Set(said.filter(({ language }) => language === "ko").map(({ key, text }) => `${key}: ${text}`));
  return said.flatMap(({ language, key, text, isWhole }) => {
    const told = (trouble: string) => [`${key}: ${trouble}: ${text}`];
    if (isWhole && text.trim() === "") return told("empty");
    if (language === "en" && hangul.test(text) && !englishWithHangul.has(text)) return told("Korean letters");
    const hasLetters = letter.test(text.replaceAll("{}", ""));
    if (language === "en" && hasLetters && korean.has(`${key}: ${text}`) && !sameInBoth.has(text))
      return told("not translated");
    const isForeign = language === "ko" && hasLetters && !hangul.test(text);
    return isForeign && !koreanWithoutHangul.has(text) ? told("no Korean letter") : [];
  });
}

describe("S44: no text is missing in any catalogue", () => {
  test.each([
    ["empty", 'export const texts = { ko: { open: "" }, en: { open: "Open" } };'],
    ["empty", 'export const texts = { ko: { open: "열기" }, en: { open: () => " " } };'],
    ["Korean letters", `export const texts = { ko: { of: "열기" }, en: { of: (n: number) => \`\${n}자리\` } };`],
    ["no Korean letter", 'export const texts = { ko: { open: () => "Open" }, en: { open: "Open it" } };'],
    ["not translated", 'const ko = { open: "Popup" }; const en = { open: "Popup" };'],
  ])("the look-out sees what is %s", (trouble, text) => {
    const troubles = troublesOf(saidIn({ path: "web/src/messages/new.ts", text }));
    expect(troubles.some((told) => told.includes(trouble))).toBe(true);
  });

  test.each([
    [
      "endings and figures",
      `const en = { left: (n: number) => \`\${n} seat\${n === 1 ? "" : "s"}\`, ratio: "1 : 2" };`,
    ],
    [
      "names for programs",
      'import { x } from "./x.ts"; const ko = { "no-show": (s: "a") => (s === "b" ? "가" : "나") };',
    ],
  ])("and leaves %s alone", (_, text) => {
    expect(troublesOf(saidIn({ path: "web/src/messages/new.ts", text }))).toEqual([]);
  });

  const sources = catalogues();
  const said = sources.flatMap(saidIn);

  test("all of them are read: every room's, the shared ones, and the mails'", () => {
    const inLanguage = (asked: Said["language"]) => said.filter(({ language }) => language === asked);
    expect(Math.min(inLanguage("ko").length, inLanguage("en").length)).toBeGreaterThan(1_000);
    for (const room of ["accounts/", "host", "staff", "explore", "place", "openings", "problems/", "server/"]) {
      expect([room, sources.some(({ path }) => path.includes(room))]).toEqual([room, true]);
    }
    const hasOtherKorean = ({ path, text }: Source) =>
      saidIn({ path, text }).some((one) => one.language === null && hangul.test(one.text));
    expect(sources.filter(hasOtherKorean).map(({ path }) => path)).toEqual(ofNoLanguage);
  });

  test("no text is empty, of the other language, or left as it was", () => {
    expect(troublesOf(said)).toEqual([]);
  });

  test("a notice in both says it in Korean, then in English", () => {
    for (const words of Object.values(editWords)) {
      const notice = typeof words === "string" ? words : words("2026-11-29", "2026-11-30");
      const [korean = "", english = "", ...more] = notice.split("\n");
      expect([hangul.test(korean), hangul.test(english), letter.test(english), more]).toEqual([true, false, true, []]);
    }
  });
});
