/** How often one press is repeated by itself: about 30 s in all. */
export const retries = 6;

const steps = [1_000, 2_000, 4_000, 8_000] as const;

/** 1, 2, 4, 8, 8 … s after the first, second … failure, ±20 % so that a crowd does not come back in step. */
export function backOffMs(failures: number, random = Math.random): number {
  return spread(steps[Math.min(failures, steps.length - 1)] ?? 8_000, random);
}

export function spread(milliseconds: number, random = Math.random): number {
  return milliseconds * (0.8 + 0.4 * random());
}

/** Waits; rejects with the signal's reason when it aborts first. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    }, milliseconds);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
  });
}
