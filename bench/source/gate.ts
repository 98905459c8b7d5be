/** Lets `most` pieces of work run at the same time; the others wait in order, as requests do for a server's threads. */
export function createGate(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function through<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
