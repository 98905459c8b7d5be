import { signedIn } from "./people.ts";
import type { Promised } from "./promised.ts";

const ofStaff: Promised = { door: signedIn, reach: ["hostA", "staffA"] };

/** The part of the authorisation matrix that is a store's door. */
export const doorMatrix: Readonly<Record<string, Promised>> = {
  // The body names the store, or the slot of one.
  "POST /api/check-ins": {
    ...ofStaff,
    body: ({ storeId, passText }) => ({ storeId, code: passText }),
    spends: true,
    deed: "checked-in",
  },
  "DELETE /api/check-ins/:checkInId": {
    ...ofStaff,
    spends: true,
    deed: "check-in-undone",
  },
  "POST /api/walk-ins": {
    ...ofStaff,
    body: ({ soonId }) => ({ slotId: soonId, partySize: 1 }),
    deed: "walk-in-registered",
  },
  "GET /api/stores/:storeId/reservations": {
    ...ofStaff,
    lists: { thing: "reservationId", to: ["hostA", "staffA"] },
  },
};
