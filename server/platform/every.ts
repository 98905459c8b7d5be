/**
 * Does `work` again and again, `pauseMs` after the last time ended, so that runs never overlap. A failure is told and
 * does not stop it. `stop` resolves when nothing is running any more.
 */
export function every(pauseMs: number, work: () => Promise<unknown>, onFailure: (error: unknown) => void) {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();

  function plan(): void {
    timer = setTimeout(() => {
      running = work()
        .then(() => undefined, onFailure)
        .finally(() => {
          if (!stopped) plan();
        });
    }, pauseMs);
  }
  plan();

  return {
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
