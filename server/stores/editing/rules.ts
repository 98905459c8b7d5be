import type { EditedFields } from "../../../shared/editions.ts";
import { editWords } from "../../../shared/messages/edits.ts";
import { isDay } from "../../../shared/moments.ts";
import type { Refused } from "../../../shared/problems.ts";
import { tidyLine } from "../../../shared/tidy-line.ts";
import { isTimeZone } from "../../../shared/time-zones.ts";
import { tooLong } from "../rules-lines.ts";

/** Drafts that one host may have at once. */
export const mostDrafts = 100;

/** Columns of a store by the names that the API has for them. */
const columns = {
  name: "name",
  bio: "bio",
  category: "category",
  district: "district",
  address: "address",
  latitude: "latitude",
  longitude: "longitude",
  startsOn: "starts_on",
  endsOn: "ends_on",
  timeZone: "time_zone",
  opensAt: "opens_at",
  closesAt: "closes_at",
  rules: "rules",
  largestParty: "largest_party",
  placesPerPerson: "places_per_person",
  fillsGaps: "fills_gaps",
  offerMinutes: "offer_minutes",
  graceMinutes: "grace_minutes",
  releasesNoShows: "releases_no_shows",
  isListed: "is_listed",
  showsPicture: "shows_picture",
} as const satisfies Record<keyof EditedFields, string>;

export type ColumnChange = Readonly<Partial<Record<(typeof columns)[keyof typeof columns], unknown>>>;

const lines = new Set<string>(["name", "district", "address"]);
const moments = new Set<string>(["opensAt", "closesAt"]);
/** The schema knows the form; whether there is such a moment, with such an offset, only who reads it. */
const isMoment = (text: string) => !Number.isNaN(Date.parse(text));

/** The change by columns, lines in their one spelling, or the fields that are wrong by themselves. */
export function columnChange(fields: EditedFields): ColumnChange | Refused {
  const wrong = [
    fields.timeZone === undefined || isTimeZone(fields.timeZone) ? null : "timeZone",
    fields.startsOn == null || isDay(fields.startsOn) ? null : "startsOn",
    fields.endsOn == null || isDay(fields.endsOn) ? null : "endsOn",
    fields.opensAt == null || isMoment(fields.opensAt) ? null : "opensAt",
    fields.closesAt == null || isMoment(fields.closesAt) ? null : "closesAt",
    ...tooLong(fields),
  ].filter((field) => field !== null);
  if (wrong.length > 0) return { problem: "bad-request", fields: wrong };
  const changed = Object.entries(columns).filter(([field]) => fields[field as keyof EditedFields] !== undefined);
  const saidOf = (field: keyof EditedFields) => {
    const value = fields[field];
    if (typeof value === "string" && moments.has(field)) return new Date(value).toISOString();
    return typeof value === "string" && lines.has(field) ? tidyLine(value) : value;
  };
  return Object.fromEntries(changed.map(([field, column]) => [column, saidOf(field as keyof EditedFields)]));
}

/** What holders of places hear of each column, should it change. */
export function wordsFor({ address, district, startsOn, endsOn }: EditedFields): Readonly<Record<string, string>> {
  const dates = startsOn && endsOn ? editWords.dates(startsOn, endsOn) : editWords.datesChanged;
  return {
    ...(address === undefined ? {} : { address: editWords.address(tidyLine(address)) }),
    ...(district === undefined ? {} : { district: editWords.district(tidyLine(district)) }),
    rules: editWords.rules,
    fills_gaps: editWords.order,
    starts_on: dates,
    ends_on: dates,
    opens_at: editWords.opening,
    closes_at: editWords.opening,
  };
}
