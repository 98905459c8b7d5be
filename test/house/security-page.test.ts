import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { parseScript, walk } from "../../scripts/house/sources.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "SECURITY.md"), "utf8");
const promised = [...page.matchAll(/`([\w/.-]+[.]test[.]tsx?)` "(.+?)" \|/g)].map(([, path = "", title = ""]) => ({
  path,
  title,
}));

/** The titles of a file's tests and of their groups. */
function titlesIn(path: string): Set<string> {
  const script = parseScript({ path, text: readFileSync(join(root, path), "utf8") });
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

function missing(asked: readonly { path: string; title: string }[]): string[] {
  return asked
    .filter(({ path, title }) => !existsSync(join(root, path)) || !titlesIn(path).has(title))
    .map(({ path, title }) => `${path} "${title}"`);
}

test("each test that SECURITY.md names is there", () => {
  expect(promised.length).toBeGreaterThan(60);
  expect(missing(promised)).toEqual([]);
});

test("each line of its tables of promises names a test, or says that there is nothing yet", () => {
  const [, tables = ""] = page.split("## ASVS");
  const lines = tables.split("\n").filter((line) => line.startsWith("| ") && !/^\| (area|hole) /.test(line));
  expect(lines.filter((line) => !/[.]test[.]tsx?` "/.test(line) && !line.includes(" yet |"))).toEqual([]);
  expect(lines.length).toBe(promised.length + 1);
});

test("a test that is not there is missed, in a file or without one", () => {
  const gone = [
    { path: "test/house/security-page.test.ts", title: "a promise that nobody holds" },
    { path: "test/house/no-such.test.ts", title: "each test that SECURITY.md names is there" },
  ];
  expect(missing(gone)).toHaveLength(2);
});
