import { sql } from "kysely";

export interface StoreTable {
  id: string;
  owner_id: string;
  name: string;
  address: string;
  latitude: number | null;
  longitude: number | null;
  rules: string;
  picture: string | null;
  shows_picture: boolean;
  published_at: Date | null;
  bio: string;
  category: string;
  district: string;
  starts_on: string;
  ends_on: string;
  time_zone: string;
  opens_at: Date;
  closes_at: Date;
  largest_party: number;
  places_per_person: number | null;
  fills_gaps: boolean;
  offer_minutes: number;
  grace_minutes: number;
  releases_no_shows: boolean;
  is_listed: boolean;
  number_in_category: number | null;
}

/** What the API says of a store, as columns of the table `store`. */
export const storeColumns = [
  "store.id",
  "store.name",
  "store.bio",
  "store.category",
  "store.district",
  "store.address",
  "store.latitude",
  "store.longitude",
  "store.rules",
  sql<string>`to_char(store.starts_on, 'YYYY-MM-DD')`.as("startsOn"),
  sql<string>`to_char(store.ends_on, 'YYYY-MM-DD')`.as("endsOn"),
  "store.time_zone as timeZone",
  "store.opens_at as opensAt",
  "store.closes_at as closesAt",
  "store.largest_party as largestParty",
  "store.places_per_person as placesPerPerson",
  "store.fills_gaps as fillsGaps",
  "store.offer_minutes as offerMinutes",
  "store.grace_minutes as graceMinutes",
  "store.releases_no_shows as releasesNoShows",
  "store.is_listed as isListed",
] as const;

/** The name of the uploaded picture, where it is shown. */
export const shownPicture = sql<string | null>`case when store.shows_picture then store.picture end`.as("picture");

/** Moments as the API writes them. */
export const withMoments = <Row extends { opensAt: Date; closesAt: Date }>(row: Row) => ({
  ...row,
  opensAt: row.opensAt.toISOString(),
  closesAt: row.closesAt.toISOString(),
});
