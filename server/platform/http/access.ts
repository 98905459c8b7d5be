import type { Role } from "../../../shared/accounts.ts";
import type { Refused } from "../../../shared/problems.ts";

/**
 * Who may pass a door: call a route, follow a live topic. The one table of it. Whose things somebody then reaches is
 * decided where they are read: the owner is in the query, and what is not yours looks absent (I11).
 */
const doorPolicies = {
  /** Also without a session. */
  anyone: ["visitor", "host", "operator"],
  "signed-in": ["visitor", "host", "operator"],
  host: ["host", "operator"],
  operator: ["operator"],
} as const satisfies Record<string, readonly Role[]>;

export type Access = keyof typeof doorPolicies;

/** Null for whoever may pass; `sign-in-needed` without a session (a null role), else `forbidden`. */
export function refusalAt(access: Access, role: Role | null): Refused | null {
  if (access === "anyone") return null;
  if (role === null) return { problem: "sign-in-needed" };
  const roles: readonly Role[] = doorPolicies[access];
  return roles.includes(role) ? null : { problem: "forbidden" };
}
