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

  async function commit(slot: SlotId, batch: readonly Press[]): Promise<void> {
    const requests = batch.map(({ request }) => request);
    const answers = await retrying(() => admit(slot, requests), mayPass, clock);
    for (const [position, press] of batch.entries()) press.answer(answers[position] as JoinAnswer);
  }

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

  async function run(slot: SlotId, lane: Press[]): Promise<void> {
    while (lane.length > 0) {
      const batch = nextBatch(lane);
      queued -= batch.length;
      try {
        await commit(slot, batch);
      } catch (error) {
        const rest = mayPass(error) ? lane.splice(0) : [];
        queued -= rest.length;
        giveUp([...batch, ...rest], error);
      }
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
