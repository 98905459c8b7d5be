/** Slots that one live message tells of one by one; the sums are of all. */
export const mostSlotsTold = 200;
/** An opening is told of for so long, second by second. */
export const openingSeconds = 600;
