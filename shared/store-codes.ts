/** One code list for forms, data and pages; the words people read are in the message catalogues. */
export const categories = ["character", "food", "beauty", "music", "life", "book", "fashion", "tech"] as const;

/**
 * By the database's clock: before its opening; with a free seat in a coming slot; with none; after its closing or
 * without a coming slot.
 */
export const storeStates = ["upcoming", "open", "sold-out", "closed"] as const;
