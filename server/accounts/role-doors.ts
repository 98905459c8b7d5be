import type { Role } from "../../shared/accounts.ts";

/**
 * Who may call a route or follow a live topic, where not everybody who is signed in may. The one table of it. Whose
 * things somebody then reaches is decided where they are read: the owner is in the query, and what is not yours looks
 * absent (I11).
 */
export const roleDoors = {
  host: ["host", "operator"],
  operator: ["operator"],
} as const satisfies Record<string, readonly Role[]>;
