import { isPassing, isProblem } from "./api.ts";
import { backOffMs, pause } from "./back-off.ts";

/**
 * Reads several things until each is answered: what nobody answered, or an overloaded server put off, says nothing of
 * whether it is there or whose it is. Rejects when the signal aborts.
 */
export async function untilAnswered<Answers extends readonly unknown[]>(
  ask: () => Promise<Answers>,
  signal: AbortSignal,
): Promise<Answers> {
  for (let tries = 0; ; tries += 1) {
    const answers = await ask();
    if (!answers.some((answer) => isProblem(answer) && isPassing(answer))) return answers;
    await pause(backOffMs(tries), signal);
  }
}
