import { type Static, Type } from "typebox";
import { slotId, storeId } from "./ids.ts";
import { day, moment, momentOrNull, timeOfDay } from "./moments.ts";

/** S20: seats of a slot when the host says nothing. */
export const defaultCapacity = 10;
export const largestCapacity = 100_000;
/** S22: most that may wait for a slot, whoever says how many: a deployment (MOST_WAITING), a host. */
export const longestLine = 10_000;
/**
 * Slots of a store that are not over, those that were closed among them: so many a report tells of, and a pause of all
 * looks at. `too-many-slots` for whoever would add more.
 */
export const mostSlotsOfStore = 2_000;
/** Slots of one request. */
export const mostSlotsAtOnce = 2_000;

/**
 * `held` counts seats that are confirmed or offered, `waiting` entries in the line, `bookableNow` the largest party the
 * seats allow at once, opening aside (0 when closed, while paused, or while somebody waits in strict order); `filledAt`
 * is when all seats were first taken, null until then, and also for what was full before such moments were noted
 * (migration 0014): `held` says whether seats are left, not this; `listOpen` whether newcomers may wait, `mostWaiting`
 * how many may; `closedAt` is when its host closed it, after which it will not take place, and null for every other
 * slot, while `closesAt` is when reservations end; `rev` grows with every change of the line; `now` is the server's
 * clock.
 */
export const slotSchema = Type.Object({
  id: slotId,
  storeId,
  startsAt: moment,
  endsAt: moment,
  timeZone: Type.String(),
  capacity: Type.Integer(),
  held: Type.Integer(),
  waiting: Type.Integer(),
  bookableNow: Type.Integer(),
  opensAt: moment,
  closesAt: moment,
  paused: Type.Boolean(),
  listOpen: Type.Boolean(),
  mostWaiting: Type.Integer(),
  filledAt: Type.Union([moment, Type.Null()]),
  closedAt: momentOrNull,
  rev: Type.Integer(),
  now: moment,
});
export type Slot = Static<typeof slotSchema>;

/**
 * Where a page of slots ended; opaque to clients. It is when the last one starts, as no other of its store does, and
 * not the slot itself: that may be closed and gone when the next page is asked for.
 */
export const slotsCursor = Type.String({
  format: "date-time",
  pattern: "^[12][0-9]{3}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}[.][0-9]{3}Z$",
  maxLength: 24,
});

/**
 * Every date with every time, in the store's time zone, but for the days in `exceptions`: those have their own times,
 * or none. `dryRun` only counts them.
 */
export const newSlotsBody = Type.Object(
  {
    dates: Type.Array(day, { minItems: 1, maxItems: 366 }),
    times: Type.Array(timeOfDay, { minItems: 1, maxItems: 96 }),
    minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 1440 })),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: largestCapacity })),
    exceptions: Type.Optional(
      Type.Array(
        Type.Object({ date: day, times: Type.Array(timeOfDay, { maxItems: 96 }) }, { additionalProperties: false }),
        { maxItems: 366 },
      ),
    ),
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type NewSlots = Static<typeof newSlotsBody>;

/**
 * Why an hour that was asked for is no slot: outside the store's days, skipped where clocks go forward, over, or closed
 * for good while somebody had been in it, so that it stays as what they had.
 */
export const leftOutReasons = ["outside-dates", "no-such-hour", "over", "closed"] as const;

/** Slots and hours that an answer names; it counts all. */
export const mostNamed = 10;

/** What was added, or would be: how many, the first of them, and what is left out and why. */
export const addedSlots = Type.Object({
  count: Type.Integer(),
  slotIds: Type.Array(slotId),
  first: Type.Array(Type.Object({ startsAt: moment, endsAt: moment })),
  leftOutCount: Type.Integer(),
  leftOut: Type.Array(Type.Object({ date: day, time: timeOfDay, reason: Type.Enum([...leftOutReasons]) })),
});
export type AddedSlots = Static<typeof addedSlots>;

export const closeSlotBody = Type.Object({ knowingly: Type.Optional(Type.Boolean()) }, { additionalProperties: false });

const seenCapacityMeans =
  "What `capacity` was when another was decided on; if it is yet another, nothing is changed. Only beside `capacity`.";

export const slotChangeBody = Type.Object(
  {
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: largestCapacity })),
    seenCapacity: Type.Optional(Type.Integer({ minimum: 1, maximum: largestCapacity, description: seenCapacityMeans })),
    paused: Type.Optional(Type.Boolean()),
    listOpen: Type.Optional(Type.Boolean()),
    mostWaiting: Type.Optional(Type.Integer({ minimum: 0, maximum: longestLine })),
  },
  { additionalProperties: false, minProperties: 1, dependencies: { seenCapacity: ["capacity"] } },
);
export type SlotChange = Static<typeof slotChangeBody>;
