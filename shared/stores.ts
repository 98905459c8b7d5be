import { type Static, Type } from "typebox";
import { storeId } from "./ids.ts";
import { largestPartyOfAll } from "./line.ts";
import { day, moment } from "./moments.ts";
import { lineOfText, textOfLines } from "./texts.ts";

/** One code list for forms, data and pages; the words people read are in the message catalogues. */
export const categories = ["character", "food", "beauty", "music", "life", "book", "fashion", "tech"] as const;

export const storeSchema = Type.Object({
  id: storeId,
  name: Type.String(),
  bio: Type.String(),
  category: Type.Enum([...categories]),
  district: Type.String(),
  startsOn: day,
  endsOn: day,
  timeZone: Type.String(),
  opensAt: moment,
  closesAt: moment,
  largestParty: Type.Integer(),
  fillsGaps: Type.Boolean(),
  offerMinutes: Type.Integer(),
});
export type Store = Static<typeof storeSchema>;

/** What a host may say of a new store. Moments left out: reservations open now and close with the last day. */
export const newStoreBody = Type.Object(
  {
    name: lineOfText(80),
    bio: Type.Optional(textOfLines(2000)),
    category: Type.Enum([...categories]),
    district: lineOfText(40),
    startsOn: day,
    endsOn: day,
    timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    opensAt: Type.Optional(moment),
    closesAt: Type.Optional(moment),
    largestParty: Type.Optional(Type.Integer({ minimum: 1, maximum: largestPartyOfAll })),
    fillsGaps: Type.Optional(Type.Boolean()),
    offerMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
  },
  { additionalProperties: false },
);
export type NewStore = Static<typeof newStoreBody>;
