import type { SlotId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Clock } from "../platform/clock.ts";
import { retrying } from "../platform/retry.ts";
import type { Admitted, JoinRequest } from "./ports.ts";

export type JoinAnswer = Admitted | Refused;

interface World {
  /** Commits one batch and answers its presses in order. */
  readonly admit: (slot: SlotId, batch: readonly JoinRequest[]) => Promise<JoinAnswer[]>;
  readonly mayPass: (error: unknown) => boolean;
  readonly clock: Pick<Clock, "wait">;
  readonly mostPerBatch: number;
  /** Presses that wait in this process, over all slots; beyond it the answer is 503. */
  readonly mostQueued: number;
}

interface Press {
  readonly request: JoinRequest;
  readonly answer: (answer: JoinAnswer) => void;
  readonly fail: (error: unknown) => void;
}

interface Flight {
  readonly batch: readonly Press[];
  readonly outcome: Promise<{ readonly answers: JoinAnswer[] } | { readonly error: unknown }>;
}

export type Batcher = ReturnType<typeof createBatcher>;

/**
 * Puts everybody who presses within the same few milliseconds into one batch per slot. One batch of a slot is in
 * flight at a time, in arrival order; whoever comes meanwhile is in the next. A batch whose commit fails in passing is
 * repeated with the same keys; when it still fails, everybody who waits for the slot is told so at once.
 */
export function createBatcher({ admit, mayPass, clock, mostPerBatch, mostQueued }: World) {
  const lanes = new Map<SlotId, Press[]>();
  let queued = 0;
  let pressed = 0;

  function giveUp(presses: readonly Press[], error: unknown): void {
    const passing = mayPass(error);
    for (const { answer, fail } of presses) {
      if (passing) answer({ problem: "unavailable", retryAfterSeconds: 2 });
      else fail(error);
    }
  }

  /** The next batch of a lane; a person's second press waits for the batch after, so that admit sees each once. */
  function nextBatch(lane: Press[]): Press[] {
    const batch: Press[] = [];
    const people = new Set<string>();
    const again: Press[] = [];
    let taken = 0;
    while (batch.length < mostPerBatch && taken < lane.length) {
      const press = lane[taken] as Press;
      taken += 1;
      if (people.has(press.request.person)) again.push(press);
      else batch.push(press);
      people.add(press.request.person);
    }
    lane.splice(0, taken, ...again);
    return batch;
  }

  /** Sends the lane's next batch on its way; null when nobody waits. */
  function begin(slot: SlotId, lane: Press[]): Flight | null {
    if (lane.length === 0) return null;
    const batch = nextBatch(lane);
    queued -= batch.length;
    const requests = batch.map(({ request }) => request);
    const outcome = retrying(() => admit(slot, requests), mayPass, clock).then(
      (answers) => ({ answers }),
      (error: unknown) => ({ error }),
    );
    return { batch, outcome };
  }

  async function run(slot: SlotId, lane: Press[]): Promise<void> {
    let flight = begin(slot, lane);
    while (flight !== null) {
      const { batch } = flight;
      const outcome = await flight.outcome;
      const rest = "error" in outcome && mayPass(outcome.error) ? lane.splice(0) : [];
      queued -= rest.length;
      flight = begin(slot, lane);
      // The database has the next batch before this process is busy answering the last.
      await new Promise(setImmediate);
      if ("error" in outcome) giveUp([...batch, ...rest], outcome.error);
      else for (const [position, press] of batch.entries()) press.answer(outcome.answers[position] as JoinAnswer);
      flight ??= begin(slot, lane);
    }
    lanes.delete(slot);
  }

  return {
    /** Queues a press. Resolves after its batch was committed, or with `busy` at once when the queue is full. */
    add(slot: SlotId, request: JoinRequest): Promise<JoinAnswer> {
      if (queued >= mostQueued) return Promise.resolve({ problem: "busy", retryAfterSeconds: 1 });
      queued += 1;
      pressed += 1;
      return new Promise((answer, fail) => {
        const press = { request, answer, fail };
        const open = lanes.get(slot);
        if (open !== undefined) {
          open.push(press);
          return;
        }
        const lane = [press];
        lanes.set(slot, lane);
        setImmediate(() => void run(slot, lane));
      });
    },
    /** Presses so far. */
    pressed: () => pressed,
    /** Resolves when nothing is in flight; new presses are the caller's business. */
    async drained(): Promise<void> {
      while (lanes.size > 0) await clock.wait(10);
    },
  };
}
