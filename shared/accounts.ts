import { type Static, Type } from "typebox";
import { personId } from "./ids.ts";

export const roles = ["visitor", "host", "operator"] as const;
export type Role = (typeof roles)[number];

export const personSchema = Type.Object({ id: personId, name: Type.String(), role: Type.Enum([...roles]) });
export type Person = Static<typeof personSchema>;

export const demoSignInBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 40, pattern: "\\S" }), role: Type.Enum([...roles]) },
  { additionalProperties: false },
);
