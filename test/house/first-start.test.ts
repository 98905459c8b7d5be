import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const scripts = join(import.meta.dirname, "../../scripts");

test("what runs before anything is installed loads no package: npm start and npm test work in a fresh clone", () => {
  const files = ["start.mjs", "test.mjs", ...readdirSync(join(scripts, "setup")).map((name) => `setup/${name}`)];
  expect(files.length).toBeGreaterThan(5);
  const loaded = files.flatMap((file) => {
    const text = readFileSync(join(scripts, file), "utf8");
    return [...text.matchAll(/^import .*?"([^"]+)";$/gms)].map(([, name = ""]) => ({ file, name }));
  });
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter(({ name }) => !/^(node:|[.])/.test(name))).toEqual([]);
});
