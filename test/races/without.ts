import { expect } from "vitest";
import type { Ledger } from "../services/ledger.ts";

/** After what is read where the lock was: as long as others need to come in between. */
export const moment = "perform pg_sleep(0.02);";

/**
 * Does some work while one of our functions lacks a part of itself, its lock mostly, or has something else in its
 * place: how the race ends that the part decides. The function is whole again afterwards.
 */
export async function without<Result>(
  { database, run }: Ledger,
  { name, part, instead = "" }: { readonly name: string; readonly part: RegExp; readonly instead?: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const text = `select pg_get_functiondef('${database.code}.${name}'::regproc) as whole`;
  const [row] = await run<{ whole: string }>(text);
  const { whole } = row as { whole: string };
  expect(whole).toMatch(part);
  await run(whole.replace(part, instead));
  try {
    return await work();
  } finally {
    await run(whole);
  }
}

/** Plays a race until it ends wrongly; false when it did not in `most` rounds. */
export async function endsWrongly(most: number, play: () => Promise<boolean>): Promise<boolean> {
  for (let round = 0; round < most; round += 1) if (await play()) return true;
  return false;
}
