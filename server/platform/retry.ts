import type { Clock } from "./clock.ts";

/** S25: five retries from 100 ms, doubling. */
const firstPauseMs = 100;
const mostRetries = 5;
/** Where a failure itself takes long, nobody waits for more of them: after this it is not tried again. */
const triedForMs = 10_000;

/** Half of a pause is left to chance, so that processes do not come back together. */
export const jittered = (pauseMs: number) => pauseMs * (0.5 + Math.random() / 2);

/** Repeats `work` while its failure may pass, for 10 s; rethrows the last failure. At most 6 calls, 3.1 s of pauses. */
export async function retrying<Result>(
  work: () => Promise<Result>,
  mayPass: (error: unknown) => boolean,
  clock: Pick<Clock, "wait">,
): Promise<Result> {
  const begunAt = performance.now();
  const isTooLate = (retry: number) => retry === mostRetries || performance.now() - begunAt > triedForMs;
  for (let retry = 0; ; retry += 1) {
    try {
      return await work();
    } catch (error) {
      if (isTooLate(retry) || !mayPass(error)) throw error;
      await clock.wait(jittered(firstPauseMs * 2 ** retry));
    }
  }
}
