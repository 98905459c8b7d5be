import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test.each(["README.md", "README.ko.md"])("every page of docs/ stands in the list that ends %s", (readme) => {
  const readOn = readFileSync(join(root, readme), "utf8").split("\n## ").at(-1) ?? "";
  const listed = [...readOn.matchAll(/\]\((docs\/[\w-]+\.md)\)/g)].map(([, page]) => page);
  const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  expect(listed.toSorted()).toEqual(pages.map((name) => `docs/${name}`).toSorted());
});

/** What is the same word in every language: names of settings, files and commands, and pages that are linked to. */
function namedIn(readme: string): string[] {
  const text = readFileSync(join(root, readme), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
  const named = [
    ...text.matchAll(/`([A-Z][A-Z_]{3,})|`([\w.-]+\/[\w./-]+\.\w+)`|\]\(((?!README)[^)\s]+)\)|`(npm run [\w:]+)/g),
  ];
  return [...new Set(named.map(([, ...parts]) => parts.find((part) => part !== undefined) ?? ""))].toSorted();
}

test("the Korean page names the settings, files, commands and pages that the English one names", () => {
  expect(namedIn("README.ko.md")).toEqual(namedIn("README.md"));
});
