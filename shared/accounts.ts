import { type Static, Type } from "typebox";
import { personId } from "./ids.ts";
import { lineOfText } from "./texts.ts";

export const roles = ["visitor", "host", "operator"] as const;
export type Role = (typeof roles)[number];

export const personSchema = Type.Object({ id: personId, name: Type.String(), role: Type.Enum([...roles]) });
export type Person = Static<typeof personSchema>;

export const demoSignInBody = Type.Object(
  { name: lineOfText(40), role: Type.Enum([...roles]) },
  { additionalProperties: false },
);
