import type { Role } from "../../../shared/accounts.ts";

/** Everybody the matrix asks as. `nobody` has no session. */
export const everybody = ["nobody", "visitorA", "visitorB", "hostA", "hostB", "operator"] as const;
export type CallerName = (typeof everybody)[number];

export const roleOf: Readonly<Record<Exclude<CallerName, "nobody">, Role>> = {
  visitorA: "visitor",
  visitorB: "visitor",
  hostA: "host",
  hostB: "host",
  operator: "operator",
};

export const signedIn: readonly CallerName[] = everybody.filter((caller) => caller !== "nobody");
export const hosts: readonly CallerName[] = ["hostA", "hostB", "operator"];
export const operators: readonly CallerName[] = ["operator"];

/** Who stands to B's things as somebody stands to A's. */
export function mirrored(caller: CallerName): CallerName {
  const sides: Partial<Record<CallerName, CallerName>> = {
    visitorA: "visitorB",
    visitorB: "visitorA",
    hostA: "hostB",
    hostB: "hostA",
  };
  return sides[caller] ?? caller;
}
