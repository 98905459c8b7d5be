import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CheckIn } from "../../../../shared/check-ins.ts";
import { readPassCode } from "../../../../shared/pass-codes.ts";
import { isProblem, type Problem, write } from "../../api.ts";
import { serverClock } from "../../clock.ts";
import { markOf } from "./marks.ts";
import { replayScans } from "./replay-scans.ts";
import { createScanQueue } from "./scan-queue.ts";
import type { useDoor } from "./use-door.ts";
import { judgeOffline, refusedBy, type Verdict } from "./verdict.ts";

/** Nobody stands at a door for longer; then the kept list answers, and the scan is sent later under the same key. */
const patienceMs = 2_500;
/** Nobody answered: what happened is not known. */
const unanswered = new Set<Problem["problem"]>(["unreachable", "busy", "unavailable", "too-many-requests"]);

type Door = Pick<ReturnType<typeof useDoor>, "day" | "isLost" | "refresh" | "lose">;
interface Scanned {
  readonly code: string;
  readonly key: string;
  readonly scannedAt: string;
}

/** Scans one after the other, answers each within seconds, and sends what had to wait once there is a network. */
export function useScans(storeId: string, personId: string, door: Door) {
  const queue = useMemo(() => createScanQueue(localStorage, personId, storeId), [personId, storeId]);
  const [kept, setKept] = useState(queue.read);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const looked = useCallback(() => setKept(queue.read()), [queue]);
  const latest = useRef(door);
  latest.current = door;
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const inTurn = useCallback((work: () => Promise<void>) => {
    line.current = line.current.then(work, work);
  }, []);

  // Beside the scans, so that nobody at the door waits for it; whatever comes twice has one key.
  const isReplaying = useRef(false);
  const { day, isLost, refresh } = door;
  useEffect(() => {
    if (day === null || isLost || isReplaying.current || queue.read().waiting.length === 0) return;
    isReplaying.current = true;
    void replayScans(queue, storeId, looked).then((arrived) => {
      isReplaying.current = false;
      if (arrived > 0) refresh();
    });
  }, [day, isLost, refresh, queue, storeId, looked]);

  const scan = useCallback(
    (code: string) =>
      inTurn(async () => {
        const scanned = { code, key: crypto.randomUUID(), scannedAt: new Date(serverClock.now()).toISOString() };
        const { isLost: mustWait, day, lose, refresh } = latest.current;
        const answer = mustWait ? null : await send(storeId, scanned);
        if (answer !== null) refresh();
        else if (!mustWait) lose();
        setVerdict(answer ?? (await decideHere(scanned, !mustWait)));
        looked();

        async function decideHere({ key, scannedAt }: Scanned, wasSent: boolean): Promise<Verdict> {
          const seen = readPassCode(code);
          const mark = seen === null ? "" : await markOf(seen.code, storeId);
          const { waiting } = queue.read();
          const judged = judgeOffline(seen, mark, day?.attendees ?? [], waiting, serverClock.now());
          if (judged.kind !== "in") return judged;
          const { id, name, partySize, startsAt, isWalkIn } = judged.party;
          const party = { id, name, partySize, startsAt, isWalkIn };
          const isKept = queue.add({ key, code, scannedAt, party, reservation: id, wasSent });
          return isKept ? judged : { kind: "full" };
        }
      }),
    [inTurn, looked, queue, storeId],
  );
  return { queue, kept, verdict, scan, say: setVerdict, looked };
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
