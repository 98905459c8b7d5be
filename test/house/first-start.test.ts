import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isInstalled } from "../../scripts/setup/dependencies.mjs";

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

test("what is installed is judged by npm's own record, and a record or a binary that is lost is noticed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "popline-installed-"));
  const put = (name: string, text: unknown) => writeFile(join(folder, name), JSON.stringify(text));
  const pinned = { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", dev: true } };
  const binary = { "node_modules/here": { version: "1.0.0", optional: true } };
  await put("package-lock.json", {
    packages: { ...pinned, ...binary, "node_modules/there": { version: "1.0.0", optional: true } },
  });
  const judge = () => Promise.all([isInstalled(folder, false), isInstalled(folder, true)]);
  expect(await judge(), "a fresh clone").toEqual([false, false]);
  for (const name of ["a", "b", "here"]) await mkdir(join(folder, "node_modules", name), { recursive: true });
  await put("node_modules/.package-lock.json", { packages: { "node_modules/a": { version: "1.0.0" }, ...binary } });
  expect(await judge(), "installed without what tests need").toEqual([true, false]);
  await put("node_modules/.package-lock.json", { packages: { ...pinned, ...binary } });
  expect(await judge()).toEqual([true, true]);
  await rm(join(folder, "node_modules/here"), { recursive: true });
  expect(await judge(), "a copy without this machine's binary").toEqual([false, false]);
  await mkdir(join(folder, "node_modules/here"));
  await rm(join(folder, "node_modules/b"), { recursive: true });
  expect(await judge(), "a copy without what tests need").toEqual([true, false]);
  await rm(join(folder, "node_modules/a"), { recursive: true });
  expect(await judge(), "a copy without what is needed").toEqual([false, false]);
  for (const record of ['{"packages": {"node_m', "{}", "null", "[]"]) {
    await writeFile(join(folder, "node_modules/.package-lock.json"), record);
    expect(await judge(), record).toEqual([false, false]);
  }
  await put("node_modules/.package-lock.json", { packages: { "node_modules/a": { version: "0.9.0" } } });
  expect(await judge(), "an older one").toEqual([false, false]);
  await rm(folder, { recursive: true });
});

test("npm start puts the server in the place of npm's shell, which would keep signals from it", () => {
  const { start } = JSON.parse(readFileSync(join(scripts, "../package.json"), "utf8")).scripts;
  expect(start).toMatch(/^exec node /);
});
