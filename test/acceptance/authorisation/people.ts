import type { Role } from "../../../shared/accounts.ts";

/** Everybody the matrix asks as. `nobody` has no session; staff are visitors to everybody but their store. */
export const everybody = ["nobody", "visitorA", "visitorB", "staffA", "staffB", "hostA", "hostB", "operator"] as const;
export type CallerName = (typeof everybody)[number];

export const roleOf: Readonly<Record<Exclude<CallerName, "nobody">, Role>> = {
  visitorA: "visitor",
  visitorB: "visitor",
  staffA: "visitor",
  staffB: "visitor",
  hostA: "host",
  hostB: "host",
  operator: "operator",
};

export const signedIn: readonly CallerName[] = everybody.filter((caller) => caller !== "nobody");
export const hosts: readonly CallerName[] = ["hostA", "hostB", "operator"];
export const operators: readonly CallerName[] = ["operator"];

/** Who stands to B's things as somebody stands to A's. */
export function mirrored(caller: CallerName): CallerName {
  const other = caller.endsWith("A") ? caller.replace(/A$/, "B") : caller.replace(/B$/, "A");
  return other as CallerName;
}
