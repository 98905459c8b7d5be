/** The map of the building: which rooms each room may use, always through the other's `index.ts`. */
export const mayUse: Readonly<Record<string, readonly string[]>> = {
  accounts: [],
  stores: ["accounts"],
  line: ["accounts"],
  slots: ["stores", "line", "accounts"],
  reservations: ["accounts", "line"],
  demo: [],
  operations: ["line", "slots"],
};

/** Not a room: every room may use it directly, and it knows none. `app.ts` knows all rooms, `main.ts` only `app.ts`. */
export const platform = "platform";
