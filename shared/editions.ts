import { type Static, Type } from "typebox";
import { storeId } from "./ids.ts";
import { largestPartyOfAll, placesOrAny } from "./line.ts";
import { momentOrNull } from "./moments.ts";
import {
  categories,
  longestAddress,
  longestBio,
  longestDistrict,
  longestRules,
  longestStoreName,
  missingCodes,
} from "./store-codes.ts";
import { lineOfText, lineOrNothing, textOfLines } from "./texts.ts";

const dayOrNull = Type.Unsafe<string | null>({
  type: ["string", "null"],
  pattern: "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
  maxLength: 10,
});
const momentOrNone = Type.Unsafe<string | null>({
  type: ["string", "null"],
  format: "date-time",
  pattern: "^[12][0-9]{3}-",
  maxLength: 40,
});
const degrees = (most: number) =>
  Type.Unsafe<number | null>({ type: ["number", "null"], minimum: -most, maximum: most });
const categoryOrNull = Type.Unsafe<(typeof categories)[number] | null>({
  type: ["string", "null"],
  enum: [...categories, null],
});
const textOrNull = Type.Unsafe<string | null>({ type: ["string", "null"] });

/** What a host may write of a store. A draft may lack anything: an empty text, or null. */
const written = {
  name: lineOrNothing(longestStoreName),
  bio: textOfLines(longestBio),
  category: categoryOrNull,
  district: lineOrNothing(longestDistrict),
  address: lineOrNothing(longestAddress),
  latitude: degrees(90),
  longitude: degrees(180),
  startsOn: dayOrNull,
  endsOn: dayOrNull,
  timeZone: lineOfText(64),
  opensAt: momentOrNone,
  closesAt: momentOrNone,
  rules: textOfLines(longestRules),
  largestParty: Type.Integer({ minimum: 1, maximum: largestPartyOfAll }),
  placesPerPerson: placesOrAny,
  /** Whether whoever fits may pass a larger party at the head of the line. */
  fillsGaps: Type.Boolean(),
  offerMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
  graceMinutes: Type.Integer({ minimum: 0, maximum: 240 }),
  releasesNoShows: Type.Boolean(),
  /** Whether lists and searches have it once it is published; else it is found by its address alone. */
  isListed: Type.Boolean(),
  /** Whether the uploaded picture is shown; else the generated art. */
  showsPicture: Type.Boolean(),
};

export const draftBody = Type.Partial(Type.Object(written), { additionalProperties: false });
export type EditedFields = Static<typeof draftBody>;

/**
 * What is in it is changed. `revision` is the one the host saw: another one is refused, so that two tabs lose nothing.
 * `knowingly`: also where people are concerned, as a refusal has said before.
 */
export const storeChangeBody = Type.Object(
  {
    ...Type.Partial(Type.Object(written)).properties,
    revision: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
    knowingly: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type StoreChange = Static<typeof storeChangeBody>;

/**
 * A store as its owner edits it. `publishedAt` is null for a draft. `slots` are those to come with their `seats`,
 * `people` the seats that are held in them and those who wait; `missing` is what keeps it from being published.
 */
export const editionSchema = Type.Object({
  id: storeId,
  revision: Type.Integer(),
  publishedAt: momentOrNull,
  ...written,
  picture: textOrNull,
  poster: Type.Object({ ground: Type.String(), ink: Type.String() }),
  slots: Type.Integer(),
  seats: Type.Integer(),
  people: Type.Integer(),
  missing: Type.Array(Type.Enum([...missingCodes])),
});
export type Edition = Static<typeof editionSchema>;
