import { useEffect } from "react";
import { serverClock } from "../clock.ts";

/** So long before an opening people gather for it, and so long after it they are still served. */
export const nearMinutes = 10;
const nearMs = nearMinutes * 60_000;

let opensAtMs = Number.NaN;

/** Says which opening this page is about, while it is shown. */
export function useOpeningHere(opensAt: string): void {
  useEffect(() => {
    opensAtMs = Date.parse(opensAt);
    return () => {
      opensAtMs = Number.NaN;
    };
  }, [opensAt]);
}

const isNear = (momentMs: number) => Math.abs(serverClock.now() - momentMs) < nearMs;

/** Whether the page is about an opening that is near: what can wait is not asked then, since a crowd would ask it. */
export const isOpeningNear = () => isNear(opensAtMs);
/** The same of an opening that is named. */
export const isNearOpening = (opensAt: string) => isNear(Date.parse(opensAt));
