import type { Refused } from "../../../shared/problems.ts";

/** The doors that only some pass: by their names, the roles that do. What roles there are is the product's to say. */
export type RoleDoors = Readonly<Record<string, readonly string[]>>;

export type Access = ReturnType<typeof createAccess>;

/**
 * Who may pass a door: call a route, follow a live topic. Two doors are everywhere, for anyone (also without a session)
 * and for whoever is signed in. A door that nobody named lets nobody through, and cannot be registered.
 */
export function createAccess(doors: RoleDoors = {}) {
  const rolesOf = new Map(Object.entries(doors));

  return {
    isKnown: (door: string): boolean => door === "anyone" || door === "signed-in" || rolesOf.has(door),

    /** Null for whoever may pass; `sign-in-needed` without a session (a null role), else `forbidden`. */
    refusalAt(door: string, role: string | null): Refused | null {
      if (door === "anyone") return null;
      if (role === null) return { problem: "sign-in-needed" };
      if (door === "signed-in") return null;
      return rolesOf.get(door)?.includes(role) === true ? null : { problem: "forbidden" };
    },
  };
}
