import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { isTest, lineOf, parseScript, readSources, type Source, walk } from "../../scripts/house/sources.ts";

const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
const choosing = new Set<ts.SyntaxKind>([AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken]);
const spokenAttributes = new Set(["aria-label", "aria-roledescription", "alt", "title", "placeholder", "label"]);

describe("S-language: every text that people read comes from a catalogue", () => {
  test.each([
    ["Korean between tags", "const a = <p>예약하기</p>;"],
    ["English between tags", "const a = <p>Reserve</p>;"],
    ["Korean in a string", 'const a = "예약하기";'],
    ["Korean in a template", `const a = \`\${count}자리\`;`],
    ["English in braces between tags", 'const a = <dt>{"In line"}</dt>;'],
    ["English in a choice between tags", 'const a = <dt>{isOpen ? "Open" : null}</dt>;'],
    ["English in a template between tags", "const a = <dt>{`${count} seats`}</dt>;"],
    ["a spoken attribute", 'const a = <img alt="poster" />;'],
    ["a spoken attribute in braces", 'const a = <img alt={"poster"} />;'],
    ["a spoken attribute that is chosen", 'const a = <img alt={isOpen && "open"} />;'],
  ])("the look-out sees %s", (_, text) => {
    expect(textsOf({ path: "web/src/page.tsx", text })).toHaveLength(1);
  });

  test.each([
    ["a comment", '/** "11월" of a moment. */ const a = 1;'],
    ["a class and a figure", 'const a = <p className="sub">{count} · 3</p>;'],
    ["a word for programs between tags", 'const a = <p>{read("seat left")}{state === "open" && names["open"]}</p>;'],
    ["an attribute nobody reads", 'const a = <p className={isOpen ? "seat" : "seat out"}>{`${count} · ${name}`}</p>;'],
  ])("and leaves %s alone", (_, text) => {
    expect(textsOf({ path: "web/src/page.tsx", text })).toEqual([]);
  });

  test("no component holds a text of its own", () => {
    const sources = readSources(join(import.meta.dirname, "../../web/src"));
    expect(sources.length).toBeGreaterThan(30);
    const components = sources.filter(({ path }) => !path.startsWith("messages/") && !isTest(path));
    expect(components.flatMap(textsOf)).toEqual([]);
  });

  test("nor does a room of the server, but for the demo's invented world", () => {
    const sources = readSources(join(import.meta.dirname, "../../server"));
    expect(sources.length).toBeGreaterThan(100);
    const isCatalogue = (path: string) => path.endsWith("/texts.ts") || path.startsWith("demo/");
    const rooms = sources.filter(
      ({ path }) => !isCatalogue(path) && !isTest(path) && !/[.]conformance[.]ts$/.test(path),
    );
    expect(rooms.flatMap(textsOf)).toEqual([]);
  });
});

/** Where a script says something to people in its own words. */
function textsOf(source: Source): string[] {
  const script = parseScript(source);
  const found: string[] = [];
  if (script === null) return found;
  walk(script, (node) => {
    if (isText(node)) found.push(`${source.path}:${lineOf(node)} ${node.getText(script).trim()}`);
  });
  return found;
}

function isText(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return /\p{Letter}/u.test(node.text);
  if (ts.isJsxAttribute(node)) {
    const said = node.initializer;
    return (
      said !== undefined && ts.isStringLiteral(said) && spokenAttributes.has(node.name.getText()) && said.text !== ""
    );
  }
  const isPiece = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  return isPiece && (/\p{Script=Hangul}/u.test(node.text) || (/\p{Letter}/u.test(node.text) && isDrawn(node)));
}

/** Whether a piece of text in braces is read: between tags, or in a spoken attribute, as it is or chosen. */
function isDrawn(piece: ts.Node): boolean {
  const { parent } = piece;
  if (ts.isJsxExpression(parent)) {
    return !ts.isJsxAttribute(parent.parent) || spokenAttributes.has(parent.parent.name.getText());
  }
  const isPassedOn =
    ts.isParenthesizedExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isTemplateExpression(parent) ||
    (ts.isConditionalExpression(parent) && piece !== parent.condition) ||
    (ts.isBinaryExpression(parent) && choosing.has(parent.operatorToken.kind));
  return isPassedOn && isDrawn(parent);
}
