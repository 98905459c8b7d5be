/** What is done each hour is done soon after a start too: processes may not live for an hour. */
const firstWithinMs = 10_000;

/**
 * Does `work` again and again, `pauseMs` after the last time ended, so that runs never overlap; for the first time
 * after the pause, or 10 s. A failure is told and does not stop it. `stop` resolves when nothing is running any more;
 * work that may be long asks whether it is to end.
 */
export function every(
  pauseMs: number,
  work: (isToEnd: () => boolean) => Promise<unknown>,
  onFailure: (error: unknown) => void,
) {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();

  function plan(afterMs: number): void {
    timer = setTimeout(() => {
      running = work(() => stopped)
        .then(() => undefined, onFailure)
        .finally(() => {
          if (!stopped) plan(pauseMs);
        });
    }, afterMs);
  }
  plan(Math.min(pauseMs, firstWithinMs));

  return {
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
