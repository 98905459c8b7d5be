import type { CheckIn } from "../../../../shared/check-ins.ts";
import { readPassCode } from "../../../../shared/pass-codes.ts";
import { isProblem, type Problem, write } from "../../api.ts";
import { serverClock } from "../../clock.ts";
import { markOf } from "./marks.ts";
import type { Kept, ScanQueue } from "./scan-queue.ts";
import type { useDoor } from "./use-door.ts";
import { judgeOffline, letInHere, refusedBy, type Verdict } from "./verdict.ts";

/** Nobody stands at a door for longer; then the kept list answers, and the scan is sent later under the same key. */
const patienceMs = 2_500;
/** Nobody answered: what happened is not known. */
const unanswered = new Set<Problem["problem"]>(["unreachable", "busy", "unavailable", "too-many-requests"]);

export type Door = Pick<ReturnType<typeof useDoor>, "day" | "isLost" | "refresh" | "lose">;
interface Scanned {
  readonly code: string;
  readonly key: string;
  readonly scannedAt: string;
}

/** The server's answer, or without one what the kept list says; whoever is let in by the list waits in the queue. */
export async function decideScan(code: string, storeId: string, queue: ScanQueue, door: Door): Promise<Verdict> {
  const scanned = { code, key: crypto.randomUUID(), scannedAt: new Date(serverClock.now()).toISOString() };
  const seen = readPassCode(code);
  const mark = seen === null ? "" : await markOf(seen.code, storeId);
  const list = door.day?.attendees ?? [];
  // The server may not know yet of whoever was let in here.
  const here = letInHere(seen, mark, list, queue.read().waiting);
  if (here !== undefined) return { kind: "again", at: here.scannedAt, by: null };
  const answer = door.isLost ? null : await send(storeId, scanned);
  if (!door.isLost && answer === null) door.lose();
  door.refresh();
  if (answer !== null) return answer;
  const judged = judgeOffline(seen, mark, list, queue.read().waiting, serverClock.now());
  if (judged.kind !== "in") return judged;
  const { id, name, partySize, startsAt, isWalkIn } = judged.party;
  const party = { id, name, partySize, startsAt, isWalkIn };
  return queue.add({ ...scanned, party, reservation: id, wasSent: !door.isLost }) ? judged : { kind: "full" };
}

/** Whoever was let in without a network is in for good once the scan has arrived, or is among the refused. */
export function asItIsNow(verdict: Verdict | null, { waiting, conflicts }: Kept): Verdict | null {
  if (verdict?.kind !== "in" || !verdict.isOffline) return verdict;
  const { id } = verdict.party;
  if (waiting.some(({ reservation }) => reservation === id)) return verdict;
  return conflicts.some(({ party }) => party.id === id) ? null : { ...verdict, isOffline: false };
}

/** Null when nobody answered in time. */
async function send(storeId: string, { code, key, scannedAt }: Scanned): Promise<Verdict | null> {
  try {
    const body = { storeId, code, scannedAt };
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await write<CheckIn>("POST", "/api/check-ins", { body, key, signal });
    if (!isProblem(answer)) return { kind: "in", party: answer, isOffline: false };
    return unanswered.has(answer.problem) ? null : refusedBy(answer);
  } catch {
    return null;
  }
}
