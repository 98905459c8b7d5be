import { setTimeout as pause } from "node:timers/promises";

type Wait = {
  /** What is awaited, for the message when it does not come: "the server listens". */
  what: string;
  timeoutMs?: number;
  everyMs?: number;
};

/** Asks until the condition answers with something truthy, and returns that answer. A throw counts as "not yet". */
export async function waitUntil<Answer>(
  condition: () => Answer | Promise<Answer>,
  { what, timeoutMs = 30_000, everyMs = 20 }: Wait,
): Promise<NonNullable<Answer>> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const { answer, error } = await attempt(condition);
    if (answer) return answer;
    if (performance.now() > giveUpAt) throw new Error(`Waited ${timeoutMs} ms until ${what}`, { cause: error });
    await pause(everyMs);
  }
}

async function attempt<Answer>(
  condition: () => Answer | Promise<Answer>,
): Promise<{ answer?: Answer; error?: unknown }> {
  try {
    return { answer: await condition() };
  } catch (error) {
    return { error };
  }
}
