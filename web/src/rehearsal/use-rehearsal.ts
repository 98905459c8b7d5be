import { useCallback, useEffect, useRef, useState } from "react";
import type { NewRehearsal, RehearsalState } from "../../../shared/rehearsals.ts";
import { isProblem, read, write } from "../api.ts";
import { type Polling, startPolling } from "../polling.ts";
import { type Action, useAction } from "../ui/use-action.ts";

const address = "/api/operations/rehearsals";
const everyMsWhileRunning = 1_000;
/** Somebody else may begin one in another window. */
const everyMsOtherwise = 3_000;

export function isRunning(state: RehearsalState | null | undefined): boolean {
  return state != null && state.phase !== "done" && state.phase !== "failed";
}

interface Known {
  /** The latest rehearsal, whoever began it: null when there was none, undefined until somebody has said. */
  readonly latest: RehearsalState | null | undefined;
  readonly isLost: boolean;
}

export interface FollowedRehearsal extends Known {
  readonly beginning: Action<RehearsalState>;
  begin(wish: NewRehearsal): void;
}

/** The latest rehearsal, asked for every second while it runs, and how to begin the next. */
export function useRehearsal(): FollowedRehearsal {
  const [known, setKnown] = useState<Known>({ latest: undefined, isLost: false });
  const polling = useRef<Polling | null>(null);
  /** An answer asked for before the last beginning speaks of the one before. */
  const beginnings = useRef(0);
  const pauseMs = useRef(everyMsOtherwise);
  const keep = useCallback((latest: RehearsalState | null) => {
    pauseMs.current = isRunning(latest) ? everyMsWhileRunning : everyMsOtherwise;
    setKnown({ latest, isLost: false });
  }, []);

  useEffect(() => {
    let isGone = false;
    const started = startPolling(
      async () => {
        const asked = beginnings.current;
        const answer = await read<RehearsalState | null>(`${address}/latest`);
        if (isGone || asked !== beginnings.current) return true;
        if (!isProblem(answer)) keep(answer);
        else setKnown((before) => ({ ...before, isLost: true }));
        return !isProblem(answer);
      },
      () => pauseMs.current,
    );
    polling.current = started;
    return () => {
      isGone = true;
      started.stop();
    };
  }, [keep]);

  const onBegun = (state: RehearsalState) => {
    beginnings.current += 1;
    keep(state);
  };
  const beginning = useAction<RehearsalState>(onBegun, () => polling.current?.hurry());
  const begin = (wish: NewRehearsal) => beginning.run(() => write("POST", address, { body: wish }));
  return { ...known, beginning, begin };
}
