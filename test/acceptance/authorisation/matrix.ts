import { randomUUID } from "node:crypto";
import { consentVersion } from "../../../shared/privacy.ts";
import { dayIn } from "../../services/days.ts";
import { newStore, pushDevice, smallPicture } from "./bodies.ts";
import { doorMatrix } from "./door-matrix.ts";
import { operatorsMatrix } from "./operators-matrix.ts";
import { browserOfB } from "./others.ts";
import { everybody, hosts, signedIn } from "./people.ts";
import type { Promised } from "./promised.ts";

const open: Promised = { door: everybody };
const openThing: Promised = { door: everybody, reach: everybody };
const ownEntry: Promised = { door: signedIn, reach: ["visitorA"] };
const ownReservation: Promised = { door: signedIn, reach: ["visitorA"] };
const ofDraft: Promised = { door: hosts, reach: ["hostA"], names: { storeId: "draftId" }, spends: "stores" };
const ofRoom: Promised = { door: signedIn, reach: ["hostA", "staffA"] };
const ofBuiltPages: Promised = { door: everybody, ofBuiltPages: true };

/** The authorisation matrix (I11): every route of the demo, which has all that a deployment has and its own besides. */
export const matrix: Readonly<Record<string, Promised>> = {
  "GET /api/health/live": open,
  "GET /api/health/ready": open,
  "GET /api/openapi.json": open,
  "GET /docs": open,
  "GET /docs/json": open,
  "GET /docs/yaml": open,
  "GET /docs/static/index.html": open,
  "GET /docs/static/swagger-initializer.js": open,
  "GET /docs/static/theme/icon.svg": open,
  "GET /docs/static/theme/popline.css": open,
  "GET /docs/static/theme/popline.js": open,
  "GET /docs/static/*": { door: everybody, answers: 404 },
  "GET /assets/*": { ...ofBuiltPages, answers: 404 },
  "GET /service-worker.js": ofBuiltPages,
  "GET /manifest.webmanifest": ofBuiltPages,
  "GET /icon.svg": ofBuiltPages,
  "GET /icon-maskable.svg": ofBuiltPages,

  "POST /api/demo/sign-in": {
    door: everybody,
    body: () => ({ name: "누구나", role: "visitor" }),
    endsSession: true,
  },
  "GET /api/auth/kakao": open,
  "GET /api/auth/kakao/callback": open,
  "GET /api/auth/session": { door: everybody, lists: { thing: "visitorId", to: ["visitorA"] } },
  "POST /api/auth/sign-out": { door: signedIn, endsSession: true },
  "GET /api/me": { door: signedIn, lists: { thing: "visitorId", to: ["visitorA"] } },

  "PATCH /api/me": { door: signedIn, body: () => ({ region: "11", version: consentVersion }) },
  "GET /api/me/export": { door: signedIn },
  "GET /api/me/consents": { door: signedIn },
  "POST /api/me/consents": {
    door: signedIn,
    body: () => ({ kinds: ["terms"], isGiven: true, version: consentVersion }),
  },
  "DELETE /api/me": { door: signedIn, body: () => ({ confirmed: true }), endsSession: true },
  "GET /api/me/sessions": { door: signedIn },
  "DELETE /api/me/sessions": { door: signedIn, endsSession: true },
  "DELETE /api/me/sessions/:sessionId": { door: signedIn, reach: ["visitorA"], spends: true },

  "GET /api/recommendations": open,
  "GET /api/stores": open,
  "GET /api/stores/:storeId": openThing,
  "GET /api/stores/:storeId/similar": openThing,
  "GET /api/stores/:storeId/insights": { door: hosts, reach: ["hostA"] },
  "GET /api/insights/purchases": { door: hosts },
  // Nobody learns whether there is such a store, and nothing is kept of one that is not.
  "POST /api/stores/:storeId/views": { door: signedIn },
  "GET /posters/:storeId.svg": openThing,
  "GET /posters/:storeId/art.svg": openThing,
  "GET /posters/:storeId/share.png": openThing,
  "GET /posters/share.png": open,
  "GET /posters/pictures/:picture.webp": openThing,
  "POST /api/stores": { door: hosts, body: newStore, answers: 201, deed: "store-registered" },

  "POST /api/stores/drafts": { door: hosts, body: () => ({ name: "초안" }), answers: 201, deed: "store-drafted" },
  "GET /api/stores/:storeId/edition": { door: hosts, reach: ["hostA"], lists: { thing: "storeId", to: ["hostA"] } },
  "PATCH /api/stores/:storeId": {
    door: hosts,
    reach: ["hostA"],
    names: { storeId: "quietId" },
    body: () => ({ revision: 1, bio: `새로 쓴 말 ${Math.random()}` }),
    spends: "stores",
    deed: "store-changed",
  },
  "DELETE /api/stores/:storeId": { ...ofDraft, deed: "draft-deleted" },
  "POST /api/stores/:storeId/publish": { ...ofDraft, deed: "store-published" },
  "POST /api/stores/:storeId/unpublish": { ...ofDraft, names: { storeId: "quietId" }, deed: "store-unpublished" },
  "POST /api/stores/:storeId/poster": {
    door: hosts,
    reach: ["hostA"],
    body: () => smallPicture,
    deed: "poster-uploaded",
  },

  // As the store itself: one that is not there, or a draft, has none for anybody but its host.
  "GET /api/stores/:storeId/slots": { ...openThing, lists: { thing: "slotId", to: everybody } },
  "POST /api/stores/:storeId/slots": {
    door: hosts,
    reach: ["hostA"],
    body: () => ({ dates: [dayIn(2)], times: ["09:00"] }),
    deed: "slots-added",
  },

  "POST /api/stores/:storeId/staff/invitations": { door: hosts, reach: ["hostA"], deed: "staff-invited" },
  "GET /api/stores/:storeId/staff/invitations": {
    door: hosts,
    reach: ["hostA"],
    lists: { thing: "invitationId", to: ["hostA"] },
  },
  "DELETE /api/stores/:storeId/staff/invitations/:invitationId": {
    door: hosts,
    reach: ["hostA"],
    spends: true,
    deed: "invitation-withdrawn",
  },
  // Whoever has the code may; whoever has a part in the store has no use for it.
  "POST /api/stores/:storeId/staff": {
    door: signedIn,
    reach: signedIn,
    but: { hostA: "already-staff", staffA: "already-staff" },
    body: ({ code }) => ({ code }),
    spends: true,
    deed: "staff-joined",
  },
  "GET /api/stores/:storeId/staff": {
    door: signedIn,
    reach: ["hostA", "staffA"],
    lists: { thing: "personId", to: ["hostA", "staffA"] },
  },
  "DELETE /api/stores/:storeId/staff/:personId": {
    door: signedIn,
    reach: ["hostA", "staffA"],
    spends: true,
    deed: "staff-removed",
  },
  "GET /api/stores/:storeId/openings": {
    door: signedIn,
    reach: ["hostA", "staffA", "operator"],
    lists: { thing: "openingId", to: ["hostA", "staffA", "operator"] },
  },
  "GET /api/stores/:storeId/openings/:openingId": { door: signedIn, reach: ["hostA", "staffA", "operator"] },
  "PATCH /api/stores/:storeId/paused": {
    door: hosts,
    reach: ["hostA"],
    body: () => ({ paused: true }),
    spends: true,
    deed: "slot-changed",
    deedForEach: true,
  },
  "GET /api/me/stores": { door: signedIn, lists: { thing: "storeId", to: ["hostA", "staffA"] } },

  "GET /api/me/notifications": { door: signedIn, lists: { thing: "notificationId", to: ["visitorA"] } },
  // It and all before it: what is somebody else's is not marked, and nobody learns whether there is such a one.
  "POST /api/me/notifications/read": {
    door: signedIn,
    body: ({ notificationId }) => ({ upTo: notificationId }),
  },
  "GET /api/me/notification-settings": { door: signedIn },
  "PATCH /api/me/notification-settings": { door: signedIn, body: () => ({ mail: { reminder: false } }) },
  "PUT /api/me/push-devices": { door: signedIn, body: pushDevice },
  "DELETE /api/me/push-devices": { door: signedIn, body: () => ({ endpoint: browserOfB }) },
  // The door is open: the signed link is what says whose mails end. One of ours is asked for in notifications.test.ts.
  "GET /api/notifications/unsubscribe": { door: everybody, answers: 400 },
  "POST /api/notifications/unsubscribe": { door: everybody, answers: 400 },
  "GET /api/me/follows/openings.ics": { door: signedIn },
  "GET /api/stores/:storeId/follow": { door: signedIn },
  "PUT /api/stores/:storeId/follow": { door: signedIn, reach: signedIn },
  "DELETE /api/stores/:storeId/follow": { door: signedIn },
  "POST /api/stores/:storeId/notices": {
    door: hosts,
    reach: ["hostA"],
    body: () => ({ text: "내일은 14시에 열어요." }),
    deed: "notice-posted",
  },
  // Nobody learns from a list of notices whether there is such a store: it is empty.
  "GET /api/stores/:storeId/notices": { door: everybody },
  "GET /api/stores/:storeId/room": openThing,
  "PATCH /api/stores/:storeId/room": { ...ofRoom, body: () => ({ slowSeconds: 0 }), deed: "room-changed" },
  "GET /api/stores/:storeId/room/desk": ofRoom,
  "POST /api/stores/:storeId/room/read": { door: signedIn, reach: signedIn, body: () => ({ upTo: 1 }) },
  "POST /api/stores/:storeId/room/guests/:guest/unmute": { ...ofRoom, deed: "guest-unmuted" },
  "GET /api/stores/:storeId/messages": openThing,
  "POST /api/stores/:storeId/messages": {
    ...{ door: signedIn, reach: signedIn, answers: 201 },
    body: () => ({ clientId: randomUUID(), text: "안녕하세요" }),
  },
  // It is the visitor's own message.
  "POST /api/stores/:storeId/messages/:seq/report": {
    ...{ door: signedIn, reach: signedIn, but: { visitorA: "forbidden" } },
    body: () => ({ reason: "spam" }),
  },
  "POST /api/stores/:storeId/messages/:seq/hide": { ...ofRoom, spends: true, deed: "message-hidden" },
  "POST /api/stores/:storeId/messages/:seq/mute": { ...ofRoom, body: () => ({ minutes: 10 }), deed: "guest-muted" },
  "GET /api/demo/mailbox": open,
  "GET /api/demo/mailbox/:mailId": openThing,
  "GET /api/demo/mailbox/:mailId/page": openThing,

  "GET /api/slots/:slotId": openThing,
  "PATCH /api/slots/:slotId": {
    door: hosts,
    reach: ["hostA"],
    body: () => ({ capacity: 30 }),
    deed: "slot-changed",
  },

  "POST /api/slots/:slotId/close": {
    door: hosts,
    reach: ["hostA"],
    names: { slotId: "quietSlotId" },
    spends: "stores",
    deed: "slot-closed",
  },

  "POST /api/slots/:slotId/entries": { door: signedIn, reach: signedIn, body: () => ({}), spends: true },
  "GET /api/slots/:slotId/entries/mine": {
    door: signedIn,
    reach: signedIn,
    lists: { thing: "seatedEntryId", to: ["visitorA"] },
  },
  "GET /api/me/entries": { door: signedIn, lists: { thing: "entryId", to: ["visitorA"] } },
  "GET /api/entries/:entryId": ownEntry,
  "DELETE /api/entries/:entryId": { ...ownEntry, spends: true },
  "POST /api/entries/:entryId/accept": { ...ownEntry, spends: true },
  "POST /api/entries/:entryId/decline": { ...ownEntry, spends: true },

  "GET /api/reservations": { door: signedIn, lists: { thing: "reservationId", to: ["visitorA"] } },
  "GET /api/reservations/:reservationId": ownReservation,
  "GET /api/reservations/:reservationId/pass.svg": ownReservation,
  "GET /api/reservations/:reservationId/calendar.ics": ownReservation,
  "POST /api/reservations/:reservationId/cancel": { ...ownReservation, spends: true },
  "POST /api/reservations/:reservationId/reschedule": {
    ...ownReservation,
    body: ({ otherSlotId }) => ({ slotId: otherSlotId }),
    spends: true,
  },
  "DELETE /api/reservations/:reservationId": { ...ownReservation, spends: true, first: "cancel" },

  ...doorMatrix,

  ...operatorsMatrix,

  // A socket or nothing; the topics have a matrix of their own.
  "GET /api/live": { door: everybody, answers: 404 },
};
