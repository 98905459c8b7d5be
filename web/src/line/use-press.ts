import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import { type Answer, isProblem, type Problem, write } from "../api.ts";
import { pause } from "../back-off.ts";

/** A press at most this early waits for the opening by itself; anything earlier was not meant as one. */
const longestWaitMs = 5_000;

export type Pressing = "idle" | "sending" | "retrying" | "opening";

export interface Press {
  readonly pressing: Pressing;
  readonly problem: Problem | null;
  press(partySize: number): void;
}

interface PressListener {
  onEntry(entry: Entry): void;
  onSignInNeeded(): void;
}

/**
 * The reserve button's press: one at a time however often somebody clicks, one key for everything it takes until there
 * is an answer. A press just before the opening is sent again at the moment the server names.
 */
export function usePress(slotId: string, { onEntry, onSignInNeeded }: PressListener): Press {
  const [pressing, setPressing] = useState<Pressing>("idle");
  const [problem, setProblem] = useState<Problem | null>(null);
  const underWay = useRef<AbortController | null>(null);
  useEffect(() => () => underWay.current?.abort(), []);

  const press = useCallback(
    (partySize: number) => {
      if (underWay.current !== null) return;
      const controller = new AbortController();
      underWay.current = controller;
      setProblem(null);
      setPressing("sending");
      join(slotId, partySize, controller.signal, setPressing).then(
        (answer) => {
          underWay.current = null;
          setPressing("idle");
          if (!isProblem(answer)) onEntry(answer);
          else if (answer.problem === "sign-in-needed") onSignInNeeded();
          else setProblem(answer);
        },
        () => {
          underWay.current = null;
        },
      );
    },
    [slotId, onEntry, onSignInNeeded],
  );
  return { pressing, problem, press };
}

async function join(
  slotId: string,
  partySize: number,
  signal: AbortSignal,
  tell: (pressing: Pressing) => void,
): Promise<Answer<Entry>> {
  const press = { body: { partySize }, key: crypto.randomUUID(), signal, onRetry: () => tell("retrying") };
  for (;;) {
    const answer = await write<Entry>("POST", `/api/slots/${slotId}/entries`, press);
    if (!isProblem(answer) || answer.problem !== "not-open") return answer;
    const { opensInMs = longestWaitMs + 1 } = answer;
    if (opensInMs > longestWaitMs) return answer;
    tell("opening");
    await pause(opensInMs, signal);
  }
}
