import { randomUUID } from "node:crypto";
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const draftEnd = ".part";

async function sync(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

/** Puts a file for its owner alone in its place: whole, on the disk, or not at all, and then what was there stays. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}${draftEnd}`;
  try {
    const file = await open(draft, "wx", 0o600);
    await file
      .writeFile(bytes)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  await sync(dirname(path));
}

/** Takes away what is left of a file by a process that was killed while it wrote it; nobody may be writing it now. */
export async function removeDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const drafts = (await readdir(folder)).filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith(draftEnd),
  );
  await Promise.all(drafts.map((name) => rm(join(folder, name), { force: true })));
}
