/** So many of a crowd ask in a second. */
const asksPerSecond = 500;

/**
 * Asks once for what a change of the room is to oneself, at some moment: all who are there heard of it in the same
 * instant. Of a crowd it takes longer, of few a second.
 */
export function createAsking(ask: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function askNow(): void {
    timer = undefined;
    ask();
  }
  return {
    soon(crowd: number): void {
      timer ??= setTimeout(askNow, Math.random() * Math.max(1, crowd / asksPerSecond) * 1_000);
    },
    stop: () => clearTimeout(timer),
  };
}
