/**
 * Why a sign-in did not happen; each has its page. `denied`: consent was refused. `stale`: it began in another browser
 * or too long ago. `used`: it has come back before. `unreachable`: Kakao does not answer. `invalid`: its answer is not
 * one we may believe. `busy`: we ourselves cannot serve it now.
 */
export const signInTroubles = ["denied", "stale", "used", "unreachable", "invalid", "busy"] as const;
export type SignInTrouble = (typeof signInTroubles)[number];

/** Where the sign-in begins; a link, not a form, since it only leads away. */
export const signInPath = "/api/auth/kakao";
/** Room for the filters of `/explore`: a name of eighty letters of Hangul is 720 characters of an address. */
export const longestReturnTo = 1_000;

const id = "[1-9][0-9]{0,17}";
const filter = "(q|from|to|state|category|district)=[\\w.*+%-]+";
const explore = `explore(\\?${filter}(&${filter}){0,5})?`;
const operations = "operations(/(lines|outbox|people|audit))?";
const pages = `${explore}|account|reservations|notifications|welcome|rehearsal|privacy|${operations}`;
const pagesOfOne = `(stores|slots|reservations)/${id}|stores/${id}/(staff|door)|entries/${id}-[1-9][0-9]{0,8}`;
const pagesOfHosts = `host/stores/(new|${id}/(edit|slots|opening))`;
const ownPath = new RegExp(`^/(${pages}|${pagesOfOne}|${pagesOfHosts})?$`);

/**
 * Whether a sign-in may lead back to this path: one of our own pages, spelled exactly, and nothing behind it but the
 * filters of `/explore`.
 */
export function isOwnPath(path: string): boolean {
  return path.length <= longestReturnTo && ownPath.test(path);
}

/** The nearest place to this address that a sign-in may lead back to: itself, itself without its query, else home. */
export function ownPathNear(address: string): string {
  const [path = "/"] = address.split("?");
  return [address, path].find(isOwnPath) ?? "/";
}

/** Whether somebody goes back to a place where they want a seat: then nothing comes in between. */
export function isPlacePath(path: string): boolean {
  return isOwnPath(path) && /^\/(slots|entries)\//.test(path);
}

export const welcomePath = "/welcome";
export const signInTroublePath = (trouble: SignInTrouble) => `/sign-in/${trouble}`;
