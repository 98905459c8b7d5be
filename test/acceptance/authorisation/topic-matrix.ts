import { type CallerName, everybody, signedIn } from "./people.ts";

interface PromisedTopic {
  readonly door: readonly CallerName[];
  /** Who follows one of a thing, for a topic that names one. */
  readonly names?: "slotId" | "storeId";
  /** Who hears of it there when A's visitor joins A's slot. */
  readonly told: readonly CallerName[];
}

/** The authorisation matrix of what can be followed through a socket (I11), written by hand as that of the routes. */
export const topicMatrix: Readonly<Record<string, PromisedTopic>> = {
  slot: { door: everybody, names: "slotId", told: everybody },
  me: { door: signedIn, told: ["visitorA"] },
  // The door is for whoever is signed in; who has no part in the store is told that it is not there.
  opening: { door: signedIn, names: "storeId", told: ["staffA", "hostA", "operator"] },
  room: { door: everybody, names: "storeId", told: everybody },
  notices: { door: everybody, names: "storeId", told: everybody },
};
