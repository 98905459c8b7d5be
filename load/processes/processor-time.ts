/** Returns what answers, in whole percent of one processor, how much this process has used since. */
export function startProcessorTime(): () => number {
  const usedBefore = process.cpuUsage();
  const beganAt = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(usedBefore);
    return Math.round((user + system) / 10 / Math.max(1, performance.now() - beganAt));
  };
}
