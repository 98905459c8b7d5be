/**
 * The map of the building: which rooms each room uses, always through the other's `index.ts`. A way nobody goes is
 * taken off. One way is no import and so no rule sees it: in demo mode `operations/stage.process.ts` starts the program
 * `load/rehearsal/rehearse.ts` by its path, as a process of its own that comes back over HTTP. It is the only one.
 */
export const mayUse: Readonly<Record<string, readonly string[]>> = {
  accounts: [],
  stores: [],
  line: [],
  slots: ["line"],
  openings: ["line"],
  reservations: ["line"],
  chat: [],
  notifications: ["line", "reservations"],
  recommendations: [],
  insights: [],
  demo: [],
  operations: [],
};

/** Not a room: every room may use it directly, and it knows none. `app.ts` knows all rooms, `main.ts` only `app.ts`. */
export const platform = "platform";
