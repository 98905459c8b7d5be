/** Slots that one report, and one live message, tell of one by one; the sums are of all. */
export const mostSlotsReported = 2_000;
export const mostSlotsTold = 200;
/** An opening is told of for so long, second by second. */
export const openingSeconds = 600;
