import { type Static, Type } from "typebox";
import { personId, sessionId } from "./ids.ts";
import { moment } from "./moments.ts";
import { ageBands, firstBirthYear, type Region, regions, type Sex, sexes } from "./people-codes.ts";
import { lineOfText } from "./texts.ts";

export const roles = ["visitor", "host", "operator"] as const;
export type Role = (typeof roles)[number];

export const longestName = 40;

export const personSchema = Type.Object({ id: personId, name: Type.String(), role: Type.Enum([...roles]) });
export type Person = Static<typeof personSchema>;

export const demoSignInBody = Type.Object(
  {
    name: lineOfText(longestName),
    role: Type.Enum([...roles]),
    /** Of the text that was on the screen; left out by whoever shows none. */
    version: Type.Optional(lineOfText(40)),
  },
  { additionalProperties: false },
);

/** What a session was begun with, as coarse as it helps its owner to recognise it. */
export const browsers = ["chrome", "safari", "firefox", "edge", "samsung", "whale", "kakaotalk", "other"] as const;
export const systems = ["android", "ios", "windows", "macos", "linux", "other"] as const;
export interface Device {
  readonly browser: (typeof browsers)[number];
  readonly system: (typeof systems)[number];
}

const orNull = <Value>(schema: object) => Type.Unsafe<Value | null>({ ...schema });
const textOrNull = orNull<string>({ type: ["string", "null"] });

/**
 * Whoever is signed in, as far as every page has to know them. `isIntroduced`: they were asked about themselves and
 * answered or skipped. `mustAgree`: something required is not agreed to in the version of today; `hasAgreedBefore`: to
 * some version it was.
 */
export const somebodySchema = Type.Object({
  ...personSchema.properties,
  isIntroduced: Type.Boolean(),
  mustAgree: Type.Boolean(),
  hasAgreedBefore: Type.Boolean(),
});
export type Somebody = Static<typeof somebodySchema>;

/** What somebody sees of themselves. */
export const meSchema = Type.Object({
  ...somebodySchema.properties,
  email: textOrNull,
  phone: textOrNull,
  sex: orNull<Sex>({ type: ["string", "null"], enum: [...sexes, null] }),
  birthYear: orNull<number>({ type: ["integer", "null"] }),
  ageBand: orNull<(typeof ageBands)[number]>({ type: ["integer", "null"], enum: [...ageBands, null] }),
  region: orNull<Region>({ type: ["string", "null"], enum: [...regions, null] }),
});
export type Me = Static<typeof meSchema>;

/**
 * What somebody may change of themselves; null takes it back. Telling something is agreeing to its use, so it
 * needs the `version` of the text that was on the screen: that of today.
 * Id, role and e-mail address are not theirs to write.
 */
export const meChangeBody = Type.Object(
  {
    name: Type.Optional(lineOfText(longestName)),
    phone: Type.Optional(
      orNull<string>({ type: ["string", "null"], maxLength: 20, pattern: "^[+]?[0-9]([ -]?[0-9]){7,14}$" }),
    ),
    sex: Type.Optional(orNull<Sex>({ type: ["string", "null"], enum: [...sexes, null] })),
    birthYear: Type.Optional(orNull<number>({ type: ["integer", "null"], minimum: firstBirthYear, maximum: 2100 })),
    region: Type.Optional(orNull<Region>({ type: ["string", "null"], enum: [...regions, null] })),
    isIntroduced: Type.Optional(Type.Literal(true)),
    version: Type.Optional(lineOfText(40)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type MeChange = Static<typeof meChangeBody>;

/** A session as its owner sees it. `lastSeenAt` is known to the hour or two. */
export const sessionSchema = Type.Object({
  id: sessionId,
  browser: Type.Enum([...browsers]),
  system: Type.Enum([...systems]),
  startedAt: moment,
  lastSeenAt: moment,
  isCurrent: Type.Boolean(),
});
export type SessionShown = Static<typeof sessionSchema>;
