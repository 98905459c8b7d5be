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
