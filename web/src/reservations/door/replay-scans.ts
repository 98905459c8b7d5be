import type { CheckIn } from "../../../../shared/check-ins.ts";
import { isProblem, type Problem, write } from "../../api.ts";
import type { ScanQueue, WaitingScan } from "./scan-queue.ts";
import type { DoorRefusal } from "./texts.ts";

/** Refusals of nobody in particular: the scan stays and is sent again later. */
const passing = new Set<Problem["problem"]>([
  "unreachable",
  "busy",
  "unavailable",
  "too-many-requests",
  "key-in-flight",
  "sign-in-needed",
  "request-timeout",
  "internal",
]);

/**
 * Sends what waits, in its order and each under its own key, until all of it has arrived or nobody answers. What is
 * refused then is kept for people to see. Answers how many arrived.
 */
export async function replayScans(queue: ScanQueue, storeId: string, onSettled: () => void): Promise<number> {
  let arrived = 0;
  for (const scan of queue.read().waiting) {
    // Taken back while the one before it was on its way.
    if (!queue.sending(scan.key)) continue;
    const body = { storeId, code: scan.code, scannedAt: scan.scannedAt };
    const answer = await write<CheckIn>("POST", "/api/check-ins", { body, key: scan.key });
    if (isProblem(answer) && passing.has(answer.problem)) break;
    queue.settle(scan.key, isProblem(answer) ? conflictOf(scan, answer) : null);
    arrived += 1;
    onSettled();
  }
  return arrived;
}

function conflictOf({ key, party, scannedAt }: WaitingScan, { problem, checkedInAt, checkedInBy }: Problem) {
  const moments = { checkedInAt: checkedInAt ?? null, checkedInBy: checkedInBy ?? null };
  return { key, party, scannedAt, problem: problem as DoorRefusal, ...moments };
}
