import { type Static, Type } from "typebox";
import { personId } from "./ids.ts";
import { lineOfText } from "./texts.ts";

export const roles = ["visitor", "host", "operator"] as const;
export type Role = (typeof roles)[number];

export const longestName = 40;

export const personSchema = Type.Object({ id: personId, name: Type.String(), role: Type.Enum([...roles]) });
export type Person = Static<typeof personSchema>;

export const demoSignInBody = Type.Object(
  { name: lineOfText(longestName), role: Type.Enum([...roles]) },
  { additionalProperties: false },
);

/** What a session was begun with, as coarse as it helps its owner to recognise it. */
export const browsers = ["chrome", "safari", "firefox", "edge", "samsung", "whale", "kakaotalk", "other"] as const;
export const systems = ["android", "ios", "windows", "macos", "linux", "other"] as const;
export interface Device {
  readonly browser: (typeof browsers)[number];
  readonly system: (typeof systems)[number];
}
