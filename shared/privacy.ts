import { type Static, Type } from "typebox";
import { moment } from "./moments.ts";
import { lineOfText } from "./texts.ts";

export { consentVersion } from "./consent-version.ts";

/** Without these nobody is served: being 14 or older, the terms, and that we store what the service needs. */
export const requiredConsents = ["age-14", "terms", "privacy"] as const;
/**
 * `profile`: gender, birth year and region may be used to show what somebody will like. `contact`: the phone number,
 * to be reached about a visit. `opening-soon`, `opening-soon-push`: mails, and notifications on browsers,
 * about openings of stores that somebody follows; advertising is agreed to for each by itself.
 */
export const optionalConsents = ["profile", "contact", "opening-soon", "opening-soon-push"] as const;
export type OptionalConsent = (typeof optionalConsents)[number];
export const consentKinds = [...requiredConsents, ...optionalConsents] as const;
export type ConsentKind = (typeof consentKinds)[number];

const kind = Type.Enum([...consentKinds]);

export const consentSchema = Type.Object({ kind, version: Type.String(), isGiven: Type.Boolean(), at: moment });
export type Consent = Static<typeof consentSchema>;

/** The log, the latest first, and which required ones are missing in the current version. */
export const consentsSchema = Type.Object({
  items: Type.Array(consentSchema),
  missing: Type.Array(kind),
  version: Type.String(),
});
export type Consents = Static<typeof consentsSchema>;

/** `version` is that of the text that was on the screen: today's, to agree. To take back it may be left out. */
export const consentBody = Type.Object(
  {
    kinds: Type.Array(kind, { minItems: 1, maxItems: consentKinds.length, uniqueItems: true }),
    isGiven: Type.Boolean(),
    version: Type.Optional(lineOfText(40)),
  },
  { additionalProperties: false },
);
export type ConsentGiven = Omit<Static<typeof consentBody>, "version"> & { readonly version?: string | undefined };

/** Erasure cannot be taken back, so it is asked for in so many words. */
export const erasureBody = Type.Object({ confirmed: Type.Literal(true) }, { additionalProperties: false });
