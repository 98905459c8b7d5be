export const longestText = 500;
export const messageKinds = ["join", "talk", "leave"] as const;
/** Of hidden messages, and of erased guests, the last so many are named to everybody who follows. */
export const mostHiddenNamed = 100;
/** `host`: owner or staff of the store. `holder`: holds a place in it, a reservation or a place in a line. */
export const badges = ["host", "holder"] as const;
export type Badge = (typeof badges)[number];
/** How long everybody waits between two messages of theirs, in seconds; 0 for not at all. */
export const slowSteps = [0, 5, 10, 30, 60] as const;
/** How long somebody may not speak, in minutes; null for as long as the room is there. */
export const muteSteps = [10, 60, 1440] as const;
export const mostWords = 100;
export const longestWord = 30;
export const reportReasons = ["abuse", "spam", "personal-data", "scalping", "other"] as const;
