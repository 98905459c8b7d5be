import { setTimeout as pause } from "node:timers/promises";
import type { OutboxPage } from "../../shared/operations.ts";
import type { Client } from "../crowd/client.ts";

const lookEveryMs = 250;
const longestMs = 60_000;
/** What has not moved for so long waits for something else, as a mail server that is away. */
const stillMs = 5_000;

/** Waits until everybody who got a seat was sent a mail, where the server sends any; at most a minute. */
export async function untilMailed(client: Client): Promise<void> {
  const { cookie } = await client.signIn("리허설 심판", "operator");
  const began = performance.now();
  let fewest = Number.POSITIVE_INFINITY;
  let movedAt = began;
  while (performance.now() - began < longestMs) {
    const { body } = await client.send("GET", "/api/operations/outbox?limit=1", { cookie });
    const { waiting, isSender } = body as unknown as OutboxPage;
    if (waiting === 0 || !isSender) return;
    if (waiting < fewest) movedAt = performance.now();
    fewest = Math.min(fewest, waiting);
    if (performance.now() - movedAt > stillMs) return;
    await pause(lookEveryMs);
  }
}
