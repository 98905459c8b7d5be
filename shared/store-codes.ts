/** One code list for forms, data and pages; the words people read are in the message catalogues. */
export const categories = ["character", "food", "beauty", "music", "life", "book", "fashion", "tech"] as const;

/**
 * By the database's clock: before its opening; with a free seat in a coming slot; with none; after its closing or
 * without a coming slot.
 */
export const storeStates = ["upcoming", "open", "sold-out", "closed"] as const;

/** Characters of what a host writes. */
export const longestStoreName = 80;
export const longestBio = 2_000;
export const longestDistrict = 40;
export const longestAddress = 200;
export const longestRules = 2_000;

/** What keeps a store from being published; the host's editor names the field to each. */
export const missingCodes = [
  "name",
  "category",
  "district",
  "address",
  "dates",
  "dates-over",
  "opening",
  "opening-over",
  "slots",
] as const;
export type MissingCode = (typeof missingCodes)[number];

/** An upload: its bytes and its pixels, and what it may be. */
export const largestUploadBytes = 8 * 1024 * 1024;
export const mostPixels = 24_000_000;
export const uploadTypes = ["image/png", "image/jpeg", "image/webp"] as const;
export type UploadType = (typeof uploadTypes)[number];
