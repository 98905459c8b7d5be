import type { Refused } from "../../shared/problems.ts";
import type { Clock } from "./clock.ts";
import { retrying } from "./retry.ts";

interface World<Place, Request, Answer> {
  /** Commits one batch and answers its presses in order. */
  readonly commit: (place: Place, batch: readonly Request[]) => Promise<(Answer | Refused)[]>;
  /** Whose a press is, where a batch may have one of each only; of several the later ones wait for the next batch. */
  readonly onceEach?: (request: Request) => string;
  readonly mayPass: (error: unknown) => boolean;
  readonly clock: Pick<Clock, "wait">;
  readonly mostPerBatch: number;
  /** Presses that wait in this process, over all slots; beyond it the answer is 503. */
  readonly mostQueued: number;
}

interface Press<Request, Answer> {
  readonly request: Request;
  readonly answer: (answer: Answer | Refused) => void;
  readonly fail: (error: unknown) => void;
}

interface Flight<Request, Answer> {
  readonly batch: readonly Press<Request, Answer>[];
  readonly outcome: Promise<{ readonly answers: (Answer | Refused)[] } | { readonly error: unknown }>;
}

export type Batcher<Place, Request, Answer> = ReturnType<typeof createBatcher<Place, Request, Answer>>;

/**
 * Puts everybody who presses within the same few milliseconds into one batch per place: a slot, a room. One batch of a
 * place is in flight at a time, in arrival order; whoever comes meanwhile is in the next. A batch whose commit fails in
 * passing is repeated with the same keys; when it still fails, everybody who waits for the place is told so at once.
 */
export function createBatcher<Place, Request, Answer>(world: World<Place, Request, Answer>) {
  type Lane = Press<Request, Answer>[];
  const { commit, onceEach, mayPass, clock, mostPerBatch, mostQueued } = world;
  const lanes = new Map<Place, Lane>();
  let queued = 0;
  let pressed = 0;

  function giveUp(presses: Readonly<Lane>, error: unknown): void {
    const passing = mayPass(error);
    for (const { answer, fail } of presses) {
      if (passing) answer({ problem: "unavailable", retryAfterSeconds: 2 });
      else fail(error);
    }
  }

  /** The next batch of a lane: the first in it, but for whoever is in it once already. */
  function nextBatch(lane: Lane): Lane {
    if (onceEach === undefined) return lane.splice(0, mostPerBatch);
    const batch: Lane = [];
    const seen = new Set<string>();
    const again: Lane = [];
    let taken = 0;
    while (batch.length < mostPerBatch && taken < lane.length) {
      const press = lane[taken] as Lane[number];
      const whose = onceEach(press.request);
      taken += 1;
      if (seen.has(whose)) again.push(press);
      else batch.push(press);
      seen.add(whose);
    }
    lane.splice(0, taken, ...again);
    return batch;
  }

  /** Sends the lane's next batch on its way; null when nobody waits. */
  function begin(place: Place, lane: Lane): Flight<Request, Answer> | null {
    if (lane.length === 0) return null;
    const batch = nextBatch(lane);
    queued -= batch.length;
    const requests = batch.map(({ request }) => request);
    const outcome = retrying(() => commit(place, requests), mayPass, clock).then(
      (answers) => ({ answers }),
      (error: unknown) => ({ error }),
    );
    return { batch, outcome };
  }

  async function run(place: Place, lane: Lane): Promise<void> {
    let flight = begin(place, lane);
    while (flight !== null) {
      const { batch } = flight;
      const outcome = await flight.outcome;
      const rest = "error" in outcome && mayPass(outcome.error) ? lane.splice(0) : [];
      queued -= rest.length;
      flight = begin(place, lane);
      // The database has the next batch before this process is busy answering the last.
      await new Promise(setImmediate);
      if ("error" in outcome) giveUp([...batch, ...rest], outcome.error);
      else for (const [position, press] of batch.entries()) press.answer(outcome.answers[position] as Answer | Refused);
      flight ??= begin(place, lane);
    }
    lanes.delete(place);
  }

  return {
    /** Queues a press. Resolves after its batch was committed, or with `busy` at once when the queue is full. */
    add(place: Place, request: Request): Promise<Answer | Refused> {
      if (queued >= mostQueued) return Promise.resolve({ problem: "busy", retryAfterSeconds: 1 });
      queued += 1;
      pressed += 1;
      return new Promise((answer, fail) => {
        const press = { request, answer, fail };
        const open = lanes.get(place);
        if (open !== undefined) {
          open.push(press);
          return;
        }
        const lane = [press];
        lanes.set(place, lane);
        setImmediate(() => void run(place, lane));
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
