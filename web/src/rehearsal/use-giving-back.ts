import { useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { type Problem, write } from "../api.ts";
import type { Press } from "../line/use-press.ts";
import { useAction } from "../ui/use-action.ts";

export interface GivingBack {
  /** From the press until there is a place in the line. */
  readonly isUnderWay: boolean;
  readonly problem: Problem | null;
  begin(entry: Entry): void;
}

/** One press that gives a seat back and joins the line at its end. */
export function useGivingBack(press: Press): GivingBack {
  const [isJoining, setIsJoining] = useState(false);
  const { isBusy, problem, run } = useAction<Reservation>(() => {
    setIsJoining(true);
    press.press(1);
  });
  if (isJoining && !isBusy && press.pressing === "idle") setIsJoining(false);
  function begin({ reservationId }: Entry): void {
    const path = `/api/reservations/${reservationId}/cancel`;
    run(() => write("POST", path, { key: crypto.randomUUID() }));
  }
  return { isUnderWay: isBusy || isJoining, problem, begin };
}
