import { backOffMs, spread } from "./back-off.ts";

export interface Polling {
  /** Runs the task now, or right after the run that is under way. */
  hurry(): void;
  stop(): void;
}

/**
 * Runs `task` about every `everyMs` while the page is visible, one run at a time, and at once when it becomes visible
 * or the network returns. A task that answers false failed: the next run comes after 1, 2, 4, 8 s. The first run comes
 * at once, unless what it would bring is fresh.
 */
export function startPolling(task: () => Promise<boolean>, everyMs: number | (() => number), isFresh = false): Polling {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isAwaited = false;
  let isStopped = false;
  let failures = 0;
  const pauseMs = () => (typeof everyMs === "number" ? everyMs : everyMs());

  async function run(): Promise<void> {
    clearTimeout(timer);
    isAwaited = isRunning;
    if (isStopped || isRunning || document.hidden) return;
    isRunning = true;
    const isFine = await task();
    isRunning = false;
    if (isStopped) return;
    failures = isFine ? 0 : failures + 1;
    const delay = isFine ? spread(pauseMs()) : backOffMs(failures - 1);
    timer = setTimeout(hurry, isAwaited ? 0 : delay);
  }

  function hurry(): void {
    void run();
  }

  document.addEventListener("visibilitychange", hurry);
  window.addEventListener("online", hurry);
  if (isFresh) timer = setTimeout(hurry, spread(pauseMs()));
  else hurry();
  return {
    hurry,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", hurry);
      window.removeEventListener("online", hurry);
    },
  };
}
