import { signInTroublePath, signInTroubles, welcomePath } from "../../shared/sign-in.ts";

/**
 * Every address at which there is a page. The browser's router goes by it, and so does the server, which answers any
 * other with 404. `:id` is a number, `:entry` a place in a line. The service worker keeps `/shell`, a plain page, and
 * keeps only what is there.
 */
export const addresses: readonly string[] = [
  "/",
  "/explore",
  "/stores/:id",
  "/stores/:id/staff",
  "/stores/:id/door",
  "/stores/:id/room",
  "/slots/:id",
  "/entries/:entry",
  "/reservations",
  "/reservations/:id",
  "/notifications",
  "/unsubscribe",
  "/account",
  "/privacy",
  welcomePath,
  ...signInTroubles.map(signInTroublePath),
  "/host/stores/new",
  "/host/stores/:id/edit",
  "/host/stores/:id/slots",
  "/host/stores/:id/opening",
  "/host/stores/:id/room",
  "/operations",
  "/operations/lines",
  "/operations/outbox",
  "/operations/people",
  "/operations/audit",
  "/host/stores/:id/insights",
  "/insights/purchases",
  "/operations/recommendations",
  "/rehearsal",
  "/demo/mailbox",
  "/demo/mailbox/:id",
  "/shell",
];

const id = "[1-9][0-9]{0,17}";
const patterns = addresses.map((address) => address.replace(":id", id).replace(":entry", `${id}-[1-9][0-9]{0,8}`));
const anyAddress = new RegExp(`^(${patterns.join("|")})$`);

export const isPage = (path: string): boolean => anyAddress.test(path);
