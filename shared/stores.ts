import { type Static, Type } from "typebox";
import { type SlotId, storeId } from "./ids.ts";
import { largestPartyOfAll, placesOrAny } from "./line.ts";
import { pageQuery } from "./lists.ts";
import { day, moment } from "./moments.ts";
import { categories, longestAddress, longestRules, storeStates } from "./store-codes.ts";
import { lineOfText, lineOrNothing, textOfLines } from "./texts.ts";

const numberOrNull = (minimum: number, maximum: number) =>
  Type.Unsafe<number | null>({ type: ["number", "null"], minimum, maximum });

export const storeSchema = Type.Object({
  id: storeId,
  name: Type.String(),
  bio: Type.String(),
  category: Type.Enum([...categories]),
  district: Type.String(),
  /** Where it is, empty where its host has not said; the point on a map, or null. */
  address: Type.String(),
  latitude: numberOrNull(-90, 90),
  longitude: numberOrNull(-180, 180),
  startsOn: day,
  endsOn: day,
  timeZone: Type.String(),
  opensAt: moment,
  closesAt: moment,
  /** What visitors must know. */
  rules: Type.String(),
  largestParty: Type.Integer(),
  /** In how many slots to come one person may have a place at once; null for as many as they like. */
  placesPerPerson: placesOrAny,
  fillsGaps: Type.Boolean(),
  offerMinutes: Type.Integer(),
  /** So long after its beginning a slot still waits for whoever booked it. */
  graceMinutes: Type.Integer(),
  /** Whether the seats of those who did not come are free again for whoever stands at the door. */
  releasesNoShows: Type.Boolean(),
  /** Whether lists and searches have it; else it is found by its address alone. */
  isListed: Type.Boolean(),
});
export type Store = Static<typeof storeSchema>;

export type StoreState = (typeof storeStates)[number];

const colour = Type.String({ pattern: "^#[0-9a-f]{6}$" });
const count = Type.Integer({ minimum: 0 });

/**
 * A store as lists and its page show it. `capacity`, `seatsLeft` and `waiting` are sums over its coming slots; seats
 * that go to whoever waits are not left. `nextSlotId` is the first of them with a seat left, else the first. `poster`
 * are the colours of its generated picture, so that a page can write the name over it, and the name of its uploaded
 * one, null where the generated one is shown.
 */
export const storeCardSchema = Type.Object({
  ...storeSchema.properties,
  hostName: Type.String(),
  state: Type.Enum([...storeStates]),
  capacity: count,
  seatsLeft: count,
  waiting: count,
  nextSlotId: Type.Unsafe<SlotId | null>({ type: ["string", "null"] }),
  poster: Type.Object({
    ground: colour,
    ink: colour,
    picture: Type.Unsafe<string | null>({ type: ["string", "null"] }),
  }),
});
export type StoreCard = Static<typeof storeCardSchema>;

/** The longest name of a store, and so the longest part of one. */
export const longestName = 80;

/**
 * What a list of stores may be narrowed to, all together: a part of the name, and stores that run on some day from
 * `from` to `to`. `state=upcoming` lists the next opening first, all else newest first. A page may be short, even
 * empty, and have a next one all the same: where hardly a store fits, a request looks at so many and no more.
 */
export const storesQuery = Type.Object({
  ...pageQuery.properties,
  q: Type.Optional(lineOfText(longestName)),
  from: Type.Optional(day),
  to: Type.Optional(day),
  state: Type.Optional(Type.Enum([...storeStates])),
  category: Type.Optional(Type.Enum([...categories])),
  district: Type.Optional(lineOfText(40)),
});
export type StoresQuery = Static<typeof storesQuery>;

/** What a host may say of a new store. Moments left out: reservations open now and close with the last day. */
export const newStoreBody = Type.Object(
  {
    name: lineOfText(longestName),
    bio: Type.Optional(textOfLines(2000)),
    category: Type.Enum([...categories]),
    district: lineOfText(40),
    address: Type.Optional(lineOrNothing(longestAddress)),
    startsOn: day,
    endsOn: day,
    timeZone: Type.Optional(lineOfText(64)),
    opensAt: Type.Optional(moment),
    closesAt: Type.Optional(moment),
    rules: Type.Optional(textOfLines(longestRules)),
    largestParty: Type.Optional(Type.Integer({ minimum: 1, maximum: largestPartyOfAll })),
    placesPerPerson: Type.Optional(placesOrAny),
    fillsGaps: Type.Optional(Type.Boolean()),
    offerMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
    graceMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 240 })),
    releasesNoShows: Type.Optional(Type.Boolean()),
    isListed: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type NewStore = Static<typeof newStoreBody>;
