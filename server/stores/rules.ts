import type { StoreId } from "../../shared/ids.ts";
import { isDay } from "../../shared/moments.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewStore, Store, StoreCard, StoresQuery } from "../../shared/stores.ts";
import { tidyLine } from "../../shared/tidy-line.ts";
import { isTimeZone } from "../../shared/time-zones.ts";
import { tooLong } from "./rules-lines.ts";

export type StoreToKeep = Omit<Store, "id">;
/** A card without what is made from its id: the colours of its poster. */
export type ShelvedStore = Omit<StoreCard, "poster"> & Pick<StoreCard["poster"], "picture">;
/** What a store's poster is made from, besides chance that its id sets going. */
export interface PosterFacts {
  readonly id: StoreId;
  readonly name: string;
  readonly category: Store["category"];
  /** Which one of its category it is, from 0: neighbours get different families. */
  readonly numberInCategory: number;
}
/** What hangs as a store's poster. */
export interface HungPoster extends PosterFacts {
  /** The name of the uploaded picture that is shown in place of the drawn one. */
  readonly picture: string | null;
  readonly isDraft: boolean;
}

/** What is looked for. Of `q` the case of letters beyond A to Z is left to `fold_name` in the database, as of names. */
export type StoreFilter = Pick<StoresQuery, "q" | "state" | "category" | "district" | "from" | "to">;

const seoul = "Asia/Seoul";
/** So long a returned seat is offered (decision 0016). */
const defaultOfferMinutes = 60;

/** The last moment of a day in a zone, in milliseconds; the zone's offset is read at noon of that day. */
function endOf(day: string, timeZone: string): number {
  const noon = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return Number.NaN;
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(noon);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") || "Z";
  return Date.parse(`${day}T23:59:59${offset}`);
}

/**
 * The store to keep, or the fields that are wrong. Left out, reservations open at `now` (milliseconds) and close at the
 * end of the last day in the store's zone; every slot closes when it begins anyway.
 */
export function storeToKeep(wish: NewStore, now: number): StoreToKeep | Refused {
  const timeZone = wish.timeZone ?? seoul;
  const opensAt = new Date(wish.opensAt ?? now);
  const zoneIsKnown = isTimeZone(timeZone);
  const closesAt = new Date(wish.closesAt ?? endOf(wish.endsOn, zoneIsKnown ? timeZone : seoul));
  const wrong = [
    zoneIsKnown ? null : "timeZone",
    isDay(wish.startsOn) ? null : "startsOn",
    isDay(wish.endsOn) && wish.startsOn <= wish.endsOn ? null : "endsOn",
    opensAt < closesAt ? null : "closesAt",
    ...tooLong(wish),
  ].filter((field) => field !== null);
  if (wrong.length > 0) return { problem: "bad-request", fields: wrong };
  return {
    name: tidyLine(wish.name),
    bio: wish.bio ?? "",
    category: wish.category,
    district: tidyLine(wish.district),
    address: tidyLine(wish.address ?? ""),
    latitude: null,
    longitude: null,
    startsOn: wish.startsOn,
    endsOn: wish.endsOn,
    timeZone,
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
    rules: wish.rules ?? "",
    largestParty: wish.largestParty ?? 4,
    placesPerPerson: wish.placesPerPerson ?? null,
    fillsGaps: wish.fillsGaps ?? false,
    offerMinutes: wish.offerMinutes ?? defaultOfferMinutes,
    graceMinutes: wish.graceMinutes ?? 30,
    releasesNoShows: wish.releasesNoShows ?? false,
    isListed: wish.isListed ?? true,
  };
}

/** White space, and what nobody sees. */
const unseen = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/g;
/** All that has one lower case everywhere, so that such terms are one page in the cache. */
const plainCapitals = /[A-Z]/g;
const lower = (letter: string) => letter.toLowerCase();

/**
 * The search behind a query, or the fields that are wrong: a day that does not exist, a term without a letter. What is
 * looked for is spelled as stores are.
 */
export function searchOf({ q, state, category, district, from, to }: StoresQuery): StoreFilter | Refused {
  const term = q === undefined ? q : tidyLine(q).normalize("NFKC").replace(unseen, "").replace(plainCapitals, lower);
  const wrong = [
    term === "" ? "q" : null,
    from === undefined || isDay(from) ? null : "from",
    to === undefined || (isDay(to) && (from === undefined || from <= to)) ? null : "to",
  ].filter((field) => field !== null);
  if (wrong.length > 0) return { problem: "bad-request", fields: wrong };
  return {
    ...(term === undefined ? {} : { q: term }),
    ...(state === undefined ? {} : { state }),
    ...(category === undefined ? {} : { category }),
    ...(district === undefined ? {} : { district: tidyLine(district) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
