import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { parseScript, walk } from "../../scripts/house/sources.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const [, holes = ""] = read("SECURITY.md").split("## Holes");
const requirements = read("docs/asvs.md");

interface Named {
  readonly path: string;
  readonly title: string;
}

const rowsOf = (page: string) =>
  page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (number|hole|key|fault) \|/.test(line));
const namedIn = (page: string): Named[] =>
  [...page.matchAll(/`([\w/.-]+[.]test[.]tsx?)` "(.+?)" \|/g)].map(([, path = "", title = ""]) => ({ path, title }));

/** The titles of a file's tests and of their groups. */
function titlesIn(path: string): Set<string> {
  const script = parseScript({ path, text: read(path) });
  const titles = new Set<string>();
  if (script === null) return titles;
  walk(script, (node) => {
    if (!ts.isCallExpression(node)) return;
    const [title] = node.arguments;
    const isTest = /^(test|describe)\b/.test(node.expression.getText(script));
    if (isTest && title !== undefined && ts.isStringLiteralLike(title)) titles.add(title.text);
  });
  return titles;
}

function missing(asked: readonly Named[]): string[] {
  const titles = new Map([...new Set(asked.map(({ path }) => path))].map((path) => [path, titlesOf(path)]));
  const isGone = ({ path, title }: Named) => titles.get(path)?.has(title) !== true;
  return asked.filter(isGone).map(({ path, title }) => `${path} "${title}"`);
}
const titlesOf = (path: string) => (existsSync(join(root, path)) ? titlesIn(path) : new Set<string>());

/** How many requirements of levels 1 and 2 each section of the release has: its first ones, in order. */
const sizes: Readonly<Record<string, number>> = {
  ...{ "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1 },
  ...{ "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4 },
  ...{ "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4 },
  ...{ "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1 },
  ...{ "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3 },
  ...{ "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4 },
  ...{ "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7 },
  ...{ "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2 },
};
const numbers = Object.entries(sizes).flatMap(([section, size]) =>
  Array.from({ length: size }, (_, at) => `${section}.${at + 1}`),
);

/** The requirements a row speaks of: one, or from one to another of a section. */
function numbersOf(row: string): string[] {
  const [, section = "", first = "", last = first] = /^\| (\d+\.\d+)\.(\d+)(?:–\1\.(\d+))? \|/.exec(row) ?? [];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `${section}.${Number(first) + at}`);
}

const aside = /\| (not applicable|not held yet|left to whoever runs it): \S[^|]* \|$/;
const written = /\| written: \[[^\]]+\]\(([\w./-]*)#([\w-]+)\) \|$/;
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replaceAll(" ", "-");

/** Whether the heading that a row leads to is there. */
function isWritten(row: string): boolean {
  const [, path = "", anchor = ""] = written.exec(row) ?? [];
  const page = path === "" ? requirements : read(join(dirname("docs/asvs.md"), path));
  return [...page.matchAll(/^#+ (.+)$/gm)].some(([, heading = ""]) => anchorOf(heading) === anchor);
}

const tables = requirements.slice(0, requirements.indexOf("## Sessions"));

describe("docs/asvs.md", () => {
  test("each test that it names is there", () => {
    expect(namedIn(tables).length).toBeGreaterThan(150);
    expect(missing(namedIn(tables))).toEqual([]);
  });

  test("each requirement of levels 1 and 2 has a row, and no row another number unless it says level 3", () => {
    expect(numbers).toHaveLength(253);
    const told = rowsOf(tables).flatMap((row) => (/\| level 3: /.test(row) ? [] : numbersOf(row)));
    expect(numbers.filter((number) => !told.includes(number))).toEqual([]);
    expect(told.filter((number) => !numbers.includes(number))).toEqual([]);
    const beyond = rowsOf(tables).filter((row) => /\| level 3: /.test(row));
    expect(beyond.flatMap(numbersOf).filter((number) => numbers.includes(number))).toEqual([]);
  });

  test("each row names a test or a heading that is there, or says why there is none", () => {
    const silent = rowsOf(tables).filter((row) => namedIn(row).length === 0 && !aside.test(row));
    expect(silent.filter((row) => !written.test(row) || !isWritten(row))).toEqual([]);
  });
});

test("SECURITY.md: each hole names a test that is there, or says that there is nothing yet", () => {
  expect(rowsOf(holes).length).toBeGreaterThan(9);
  expect(missing(namedIn(holes))).toEqual([]);
  expect(rowsOf(holes).filter((row) => namedIn(row).length === 0 && !row.includes(" yet |"))).toEqual([]);
});

test("TRUST: docs/faults.md names a test that is there for every fault", () => {
  const page = read("docs/faults.md");
  expect(namedIn(page).length).toBeGreaterThan(30);
  expect(missing(namedIn(page))).toEqual([]);
  expect(rowsOf(page).filter((row) => namedIn(row).length === 0)).toEqual([]);
});

test("what is not there is missed: a test in a file or without one, a heading, a number", () => {
  const gone = [
    { path: "test/house/pages-of-tests.test.ts", title: "a promise that nobody holds" },
    { path: "test/house/no-such.test.ts", title: "each test that it names is there" },
  ];
  expect(missing(gone)).toHaveLength(2);
  expect(isWritten("| 7.1.1 | how long | written: [Sessions](#sessions) |")).toBe(true);
  expect(isWritten("| 7.1.1 | how long | written: [Sessions](#no-such) |")).toBe(false);
  expect(numbersOf("| 6.5.1–6.5.3 | codes |")).toEqual(["6.5.1", "6.5.2", "6.5.3"]);
  expect(aside.test("| 1.1.1 | what | not applicable: |")).toBe(false);
});
