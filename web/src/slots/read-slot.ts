import type { Slot } from "../../../shared/slots.ts";
import { type Answer, isProblem, read } from "../api.ts";
import { samplesKept, serverClock } from "../clock.ts";

/** Reads a slot; its `now` is one more sample of the server's clock. */
export async function readSlot(slotId: string): Promise<Answer<Slot>> {
  const sentAt = performance.now();
  const slot = await read<Slot>(`/api/slots/${slotId}`);
  if (!isProblem(slot)) serverClock.learn({ sentAt, receivedAt: performance.now(), serverNow: Date.parse(slot.now) });
  return slot;
}

/** Five samples of the clock now, and again whenever the page wakes: the device may have slept. Answers how to stop. */
export function keepClock(slotId: string): () => void {
  function sample(): void {
    if (document.hidden) return;
    serverClock.distrust();
    void sampleClock(slotId);
  }
  sample();
  document.addEventListener("visibilitychange", sample);
  return () => document.removeEventListener("visibilitychange", sample);
}

/** Looks at the clock until there are five samples; a failed look ends it, polling goes on learning. */
async function sampleClock(slotId: string): Promise<void> {
  while (serverClock.samples < samplesKept) {
    if (isProblem(await readSlot(slotId))) return;
  }
}
