import { createHash } from "node:crypto";

/** The latest backup, in the data folder, whole or not there. Whoever asked takes it away (server/backup.ts). */
export const backupFile = "popline.backup";

/** Why there is none, beside it: a line with when that backup was begun, and the reason. Empty on a full disk. */
export const troubleFile = "popline.backup-trouble";

export interface Backup {
  /** Everything that was acknowledged by then is in the copy. ISO 8601, by the clock of the server that wrote it. */
  readonly asOf: string;
  /** What sessions of the demo are sealed with; null where a setting says it. */
  readonly secret: string | null;
  /** PGlite's `dumpDataDir`. */
  readonly copy: Uint8Array;
}

const title = "Popline backup 1, sha256";
const lineEnd = Buffer.from("\n");
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** One file, that a copy and its moment cannot part: a line with the hash of what follows, a line of JSON, the copy. */
export function packBackup({ asOf, secret, copy }: Backup): Buffer {
  const content = Buffer.concat([Buffer.from(JSON.stringify({ asOf, secret })), lineEnd, copy]);
  return Buffer.concat([Buffer.from(`${title} ${hashOf(content)}`), lineEnd, content]);
}

function cut(bytes: Buffer): [string, Buffer] {
  const end = bytes.indexOf(lineEnd);
  return end < 0 ? ["", bytes] : [bytes.toString("utf8", 0, end), bytes.subarray(end + 1)];
}

/** Fails, in words, when the bytes are not all and only those that were packed. */
export function readBackup(name: string, bytes: Buffer): Backup {
  const [seal, content] = cut(bytes);
  if (!seal.startsWith(title)) throw new Error(`${name} is no backup of Popline's.`);
  if (seal !== `${title} ${hashOf(content)}`) throw new Error(`${name} is cut short or was changed. Take another one.`);
  const [about, copy] = cut(content);
  return { ...(JSON.parse(about) as Omit<Backup, "copy">), copy };
}
