import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { askForBackup } from "./ask-for-backup.ts";
import { lockFolder } from "./folder-lock.ts";
import { standBy } from "./folder-witness.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-ask-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("where nobody holds the folder it may be copied, and that is said, or that there is nothing to copy", async () => {
  const nothing = `There is no database in ${folder}. How PostgreSQL is backed up says docs/operating/recovery.md.`;
  await expect(askForBackup(folder)).rejects.toThrow(nothing);
  await mkdir(join(folder, "pglite"));
  await expect(askForBackup(folder)).rejects.toThrow(`No server runs on ${folder}. Copy the folder itself instead.`);
});

function actAsAnotherUser(): void {
  const kill = vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
  });
  onTestFinished(() => void kill.mockRestore());
}

test("where another user's process holds it, that is said, and not that it may be copied", async () => {
  onTestFinished(await lockFolder(folder));
  actAsAnotherUser();
  const words = `process ${process.pid} is another user's. Ask as that user, or as root. Do not copy the folder`;
  await expect(askForBackup(folder)).rejects.toThrow(words);
});

test("a left over lock that names another user's process by now is nobody's", async () => {
  await mkdir(join(folder, "pglite"));
  await writeFile(join(folder, "popline.lock"), JSON.stringify({ pid: process.pid, started: "1", token: "gone" }));
  actAsAnotherUser();
  await expect(askForBackup(folder)).rejects.toThrow("No server runs on");
});

test("where one in another container holds it, that is said, and nobody here is told anything", async () => {
  onTestFinished(await standBy(folder, "elsewhere"));
  await writeFile(join(folder, "popline.lock"), JSON.stringify({ pid: process.pid, started: "1", token: "elsewhere" }));
  await expect(askForBackup(folder)).rejects.toThrow("Ask in its container. Do not copy the folder");
});
