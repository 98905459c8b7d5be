import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { embeddedFolder } from "../../../test/services/places.ts";
import { blameEngine, blameFiles, checkEmbeddedFolder } from "./embedded-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-embedded-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what is not there, what has nothing in it, and a database as the engine made it may be opened", async () => {
  await checkEmbeddedFolder(join(folder, "absent"));
  await checkEmbeddedFolder(folder);
  // A first start that was ended early.
  await mkdir(join(folder, "base/1"), { recursive: true });
  await checkEmbeddedFolder(folder);
  await checkEmbeddedFolder(join(await embeddedFolder(), "pglite"));
});

test.each([
  ["another's files", { notes: "mine" }, "PG_VERSION is missing"],
  ["an older version's", { PG_VERSION: "15\n" }, 'PG_VERSION says "15", and this release needs 18'],
  ["one without its heart", { PG_VERSION: "18\n" }, "global/pg_control is missing or empty"],
  [
    "one whose heart is empty",
    { PG_VERSION: "18\n", "global/pg_control": "" },
    "global/pg_control is missing or empty",
  ],
  ["half of one", { PG_VERSION: "18\n", "global/pg_control": "x" }, "postgresql.conf is missing or empty"],
])("is refused, with what to do: %s", async (_, files, why) => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const words = `DATA_DIR: the database in ${folder} is broken: ${why}. Nothing was changed. Put a copy of it back`;
  await expect(checkEmbeddedFolder(folder)).rejects.toThrow(words);
});

test("is refused: a file", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(checkEmbeddedFolder(join(folder, "file"))).rejects.toThrow("is broken: it is a file");
});

test("what the engine finds broken is said in words; what is no fault of the folder's is passed on as it is", () => {
  const aborted = new Error("Aborted()");
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  expect(() => blameEngine("data")(aborted)).toThrow("DATA_DIR: the database in data cannot be opened");
  expect(() => blameEngine("data")(full)).toThrow(full);
  const gone = Object.assign(new Error('could not open file "base/5/1"'), { code: "58P01" });
  expect(() => blameFiles("data")(gone)).toThrow('is broken: could not open file "base/5/1". Put');
  for (const error of [new Error("Migration 1 was changed"), full])
    expect(() => blameFiles("data")(error)).toThrow(error);
});
