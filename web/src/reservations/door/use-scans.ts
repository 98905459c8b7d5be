import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { asItIsNow, type Door, decideScan } from "./decide-scan.ts";
import { replayScans } from "./replay-scans.ts";
import { createScanQueue, type ScanQueue } from "./scan-queue.ts";
import { play } from "./sound.ts";
import type { Verdict } from "./verdict.ts";

/** Scans one after the other, answers each within seconds, and sends what had to wait once there is a network. */
export function useScans(storeId: string, personId: string, door: Door) {
  const queue = useMemo(() => createScanQueue(localStorage, personId, storeId), [personId, storeId]);
  const [kept, setKept] = useState(queue.read);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const looked = useCallback(() => setKept(queue.read()), [queue]);
  useReplay(queue, storeId, door, looked);
  const latest = useRef(door);
  latest.current = door;
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const say = useCallback(
    (said: Verdict | null) => {
      setVerdict(said);
      looked();
      if (said !== null) play(said.kind === "in" ? "good" : "bad");
    },
    [looked],
  );
  const scan = useCallback(
    (code: string) => {
      const work = async () => say(await decideScan(code, storeId, queue, latest.current));
      line.current = line.current.then(work, work);
    },
    [say, queue, storeId],
  );
  return { queue, kept, verdict: asItIsNow(verdict, kept), scan, say, looked };
}

/** Beside the scans, so that nobody at the door waits for it; whatever comes twice has one key. */
function useReplay(queue: ScanQueue, storeId: string, { day, isLost, refresh }: Door, looked: () => void): void {
  const isReplaying = useRef(false);
  // Each time the day was read there is a network.
  useEffect(() => {
    if (day === null || isLost || isReplaying.current || queue.read().waiting.length === 0) return;
    isReplaying.current = true;
    void replayScans(queue, storeId, looked).then((arrived) => {
      isReplaying.current = false;
      if (arrived > 0) refresh();
    });
  }, [day, isLost, refresh, queue, storeId, looked]);
}
