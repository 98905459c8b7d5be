/** The tables that say in words who somebody is, or what they made. The others have a number, which leads to nobody. */
export const tablesOfWords = [
  ...["person", "unlinking", "mailbox", "message", "push_device"],
  ...["store", "store_search", "store_word", "picture", "notice", "press"],
] as const;
