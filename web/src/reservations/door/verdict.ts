import type { Attendee, CheckIn } from "../../../../shared/check-ins.ts";
import { doorOpensMinutes } from "../../../../shared/door-hours.ts";
import type { SeenCode } from "../../../../shared/pass-codes.ts";
import type { Problem } from "../../api.ts";
import type { DoorRefusal } from "./texts.ts";

/** What the door says to a scan. */
export type Verdict =
  | { readonly kind: "in"; readonly party: Party; readonly isOffline: boolean }
  | { readonly kind: "again"; readonly at: string | null; readonly by: string | null }
  | { readonly kind: "refused"; readonly problem: DoorRefusal; readonly startsAt: string | null }
  /** Without a network: not in the kept list, or perhaps several of it. */
  | { readonly kind: "unlisted"; readonly isAmbiguous: boolean }
  /** Without a network, and no room to keep the scan. */
  | { readonly kind: "full" };

/** Who was let in. */
export type Party = Pick<CheckIn, "id" | "name" | "partySize" | "startsAt" | "isWalkIn">;

/** The server names more at a door than other pages know of. */
const nameOf = ({ problem }: Problem): DoorRefusal => problem;

/** What the server refused. */
export function refusedBy(answer: Problem): Verdict {
  const problem = nameOf(answer);
  const { checkedInAt, checkedInBy, startsAt } = answer;
  if (problem !== "already-checked-in") return { kind: "refused", problem, startsAt: startsAt ?? null };
  return { kind: "again", at: checkedInAt ?? null, by: checkedInBy ?? null };
}

/** Somebody let in here whose scan the server does not know yet. */
export interface LetIn {
  readonly reservation: string;
  readonly scannedAt: string;
}

const opensMs = doorOpensMinutes * 60_000;

const known = (seen: SeenCode | null, mark: string, list: readonly Attendee[]) =>
  list.filter(({ id, mark: its }) => seen !== null && its === mark && (seen.reservation ?? id) === id);

/** The scan of the same pass that waits here for a network. */
export function letInHere(seen: SeenCode | null, mark: string, list: readonly Attendee[], letIn: readonly LetIn[]) {
  const ids = known(seen, mark, list).map(({ id }): string => id);
  return ids.length > 1 ? undefined : letIn.find(({ reservation }) => ids.includes(reservation));
}

/**
 * Without a network: the kept list decides, and what was let in here since. `now` is in milliseconds. The server looks
 * again when the scan arrives.
 */
export function judgeOffline(
  seen: SeenCode | null,
  mark: string,
  list: readonly Attendee[],
  letIn: readonly LetIn[],
  now: number,
): Verdict {
  const found = known(seen, mark, list);
  const [one] = found;
  if (one === undefined) return { kind: "unlisted", isAmbiguous: false };
  if (found.length > 1) return { kind: "unlisted", isAmbiguous: true };
  const here = letInHere(seen, mark, list, letIn);
  if (here !== undefined) return { kind: "again", at: here.scannedAt, by: null };
  if (one.state === "checked_in" || one.state === "completed") return { kind: "again", at: one.checkedInAt, by: null };
  if (one.state === "cancelled" || one.seatReleased)
    return { kind: "refused", problem: "already-ended", startsAt: null };
  if (now < Date.parse(one.startsAt) - opensMs || now >= Date.parse(one.endsAt)) {
    return { kind: "refused", problem: "wrong-time", startsAt: one.startsAt };
  }
  return { kind: "in", party: one, isOffline: true };
}
