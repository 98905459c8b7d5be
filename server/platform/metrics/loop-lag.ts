import { monitorEventLoopDelay } from "node:perf_hooks";

const resolutionMs = 20;

/** How late the event loop came, from now on. */
export function watchLoop() {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return {
    /** The 99th percentile since it was last asked for, in milliseconds. */
    lagMs(): number {
      const late = Math.max(0, delay.percentile(99) / 1e6 - resolutionMs);
      delay.reset();
      return Math.round(late * 10) / 10;
    },
    stop: () => void delay.disable(),
  };
}
