import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { takeSample } from "./processor-time.ts";

const windowMs = 300;
const quietShare = 0.1;
const patienceMs = 20_000;

const idleWindowMs = 100;

/**
 * Waits, at most 20 s, until these processes do nothing. The kernel calls a connection open before the server has
 * accepted it: ten thousand of them are work of their own, which is no part of what they ask for.
 */
export async function waitForIdle(servers: readonly number[]): Promise<void> {
  for (const giveUpAt = performance.now() + patienceMs; performance.now() < giveUpAt; ) {
    const before = takeSample({ servers });
    await pause(idleWindowMs);
    const after = takeSample({ servers });
    const used = after.micros.servers - before.micros.servers;
    if (used <= (after.atMs - before.atMs) * 1_000 * quietShare) return;
  }
}

/** Waits, at most 20 s, until nobody uses over 10 % of the machine; the round itself is judged by its own share. */
export async function waitForQuiet(): Promise<void> {
  for (const giveUpAt = performance.now() + patienceMs; performance.now() < giveUpAt; ) {
    const before = takeSample({});
    await pause(windowMs);
    const after = takeSample({});
    const share = (after.busyMicros - before.busyMicros) / ((after.atMs - before.atMs) * 1_000 * cpus().length);
    if (share < quietShare) return;
  }
}
