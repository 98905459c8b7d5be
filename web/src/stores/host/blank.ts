import type { Edition } from "../../../../shared/editions.ts";
import type { StoreId } from "../../../../shared/ids.ts";

/** A store that nobody has saved yet: as the server makes a draft. */
export const blank: Edition = {
  id: "" as StoreId,
  revision: 1,
  publishedAt: null,
  name: "",
  bio: "",
  category: null,
  district: "",
  address: "",
  latitude: null,
  longitude: null,
  startsOn: null,
  endsOn: null,
  timeZone: "Asia/Seoul",
  opensAt: null,
  closesAt: null,
  rules: "",
  largestParty: 4,
  placesPerPerson: null,
  offerMinutes: 60,
  graceMinutes: 30,
  releasesNoShows: false,
  showsPicture: false,
  picture: null,
  poster: { ground: "#e3e6eb", ink: "#0d0e11" },
  slots: 0,
  seats: 0,
  people: 0,
  missing: ["name", "category", "district", "address", "dates", "opening", "slots"],
};
