import type { WriteMark } from "../../../shared/write-mark.ts";
import type { Database } from "./database.ts";

const pattern = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/;

/** A mark as a position in the log, to be compared; null for a text that is none. */
export function positionOf(mark: string): bigint | null {
  if (!pattern.test(mark)) return null;
  const [high = "0", low = "0"] = mark.split("/");
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

const flushed = "select pg_current_wal_flush_lsn()::text as mark";

/**
 * Asks a server how far its log is on disk: behind every write that was answered before. However many ask, one question
 * is under way; whoever comes meanwhile shares the next, since the answer of this one may be older than their write.
 */
export function createWriteMarks(read: Database["read"]): () => Promise<WriteMark> {
  let running: Promise<WriteMark> | null = null;
  let next: Promise<WriteMark> | null = null;

  async function ask(): Promise<WriteMark> {
    const [row] = await read<{ mark: WriteMark }>({ name: "write_mark", text: flushed, values: [] });
    return (row as { mark: WriteMark }).mark;
  }

  function start(): Promise<WriteMark> {
    const asked = ask();
    running = asked;
    const end = () => {
      running = null;
    };
    asked.then(end, end);
    return asked;
  }

  async function after(before: Promise<unknown>): Promise<WriteMark> {
    await before.catch(() => undefined);
    next = null;
    return start();
  }

  return () => {
    if (running === null) return start();
    next ??= after(running);
    return next;
  };
}
