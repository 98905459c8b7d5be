/** The door of a slot opens so long before it begins, and closes when it ends. */
export const doorOpensMinutes = 60;
/** A scan that waited for a network counts by its own time up to this age. */
export const oldestScanHours = 24;
