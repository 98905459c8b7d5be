/** The tables that say in words who somebody is. The others have a number, which then leads to nobody. */
export const tablesOfWords = ["person", "unlinking", "mailbox", "message", "push_device"] as const;
