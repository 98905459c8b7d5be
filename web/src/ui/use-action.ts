import { useState } from "react";
import { type Answer, isProblem, type Problem } from "../api.ts";

export interface Action<Body> {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  run(send: () => Promise<Answer<Body>>): void;
}

/** Sends something once at a time. `onDone` gets the answer; a refusal is kept to be shown, and `onRefused` told. */
export function useAction<Body>(onDone: (body: Body) => void, onRefused?: (problem: Problem) => void): Action<Body> {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function act(send: () => Promise<Answer<Body>>): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    setProblem(null);
    const answer = await send();
    setIsBusy(false);
    if (!isProblem(answer)) return onDone(answer);
    setProblem(answer);
    onRefused?.(answer);
  }
  return { isBusy, problem, run: (send) => void act(send) };
}
