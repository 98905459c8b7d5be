/**
 * What people may tell about themselves, in the codes of the purchase data (S33), so that form, API, database and
 * model speak of the same cells (D28): sex × age × home region, 170 of them. What people read is in the catalogues.
 */
export const sexes = ["F", "M"] as const;
export type Sex = (typeof sexes)[number];

/** 1: up to 19 years, 2: 20–29, 3: 30–39, 4: 40–49, 5: 50 and older. */
export const ageBands = [1, 2, 3, 4, 5] as const;
export type AgeBand = (typeof ageBands)[number];

/** The 17 provinces and metropolitan cities of Korea by their number in ISO 3166-2 (KR-11 is Seoul). */
export const regions = [
  "11",
  "26",
  "27",
  "28",
  "29",
  "30",
  "31",
  "50",
  "41",
  "42",
  "43",
  "44",
  "45",
  "46",
  "47",
  "48",
  "49",
] as const;
export type Region = (typeof regions)[number];

export const firstBirthYear = 1900;
/** Personal data is taken from people of 14 and older. */
export const youngestAge = 14;

/** Korea's clocks are nine hours ahead of UTC all the year. */
const koreaAheadMs = 9 * 3_600_000;

/** The year in Korea, by which ages are counted, at a moment in milliseconds, whatever the zone of who asks. */
export const yearInKorea = (nowMs: number): number => new Date(nowMs + koreaAheadMs).getUTCFullYear();

/** The band of somebody born in that year, counted by years as the data does. */
export function ageBandOf(birthYear: number, thisYear: number): AgeBand {
  const decade = Math.floor((thisYear - birthYear) / 10);
  return Math.min(5, Math.max(1, decade)) as AgeBand;
}
