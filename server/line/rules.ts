import { largestPartyOfAll } from "../../shared/line.ts";

/** A party the line can be asked about: 1 or more people. Larger than any store allows is cut to one too many. */
export function partyToAsk(partySize: number): number | null {
  if (!Number.isInteger(partySize) || partySize < 1) return null;
  return Math.min(partySize, largestPartyOfAll + 1);
}

/**
 * The largest party the seats allow at once, whether or not the opening does: none where the host closed the slot or
 * holds it. In strict order nobody passes whoever waits; filling gaps, whoever waits needs more seats than are free, so
 * a party that fits is seated.
 */
export function bookableNow(line: {
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
  readonly paused: boolean;
  readonly closedAt: unknown;
  readonly fillsGaps: boolean;
  readonly largestParty: number;
}): number {
  if (line.closedAt !== null || line.paused || (line.waiting > 0 && !line.fillsGaps)) return 0;
  return Math.min(line.largestParty, line.capacity - line.held);
}
