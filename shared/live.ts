import { type Static, Type } from "typebox";
import { slotId } from "./ids.ts";
import { mostTopics } from "./live-bounds.ts";
import { moment, momentOrNull } from "./moments.ts";

/** A client's text may have at most this many bytes; a longer one closes the socket with 1009. */
export const largestLiveTextBytes = 4 * 1024;

const topic = Type.String({ maxLength: 64 });
/**
 * What a client can say on `GET /api/live` (docs/live.md). `after`: the number it knows of a topic that counts, which
 * are the ids of notices; it is told what came later.
 */
export const followMessage = Type.Object(
  { follow: topic, after: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);
export const unfollowMessage = Type.Object({ unfollow: topic }, { additionalProperties: false });
/** These from now on and no others: what is not named is let go of, what is followed already is not asked for anew. */
export const followOnlyMessage = Type.Object(
  { followOnly: Type.Array(topic, { maxItems: mostTopics }) },
  { additionalProperties: false },
);

/**
 * A slot as everybody who follows it is told. `rev` grows with every change. `departed` counts who has left the line so
 * far and `gone` are the tickets of the last of them, in the order in which they left: those after `departed −
 * gone.length`. Null when they are too many to list; whoever waits then asks for their place, spread over 5 s.
 * `closedAt` is when its host closed it, as in `slotSchema`. `here` is how many people follow the slot. Of a
 * buffered slot `next` is the first ticket that is not written yet: all from there on are still in front of the line.
 */
export const slotFrame = Type.Object({
  id: slotId,
  rev: Type.Integer(),
  held: Type.Integer(),
  capacity: Type.Integer(),
  waiting: Type.Integer(),
  bookableNow: Type.Integer(),
  paused: Type.Boolean(),
  listOpen: Type.Boolean(),
  filledAt: Type.Union([moment, Type.Null()]),
  closedAt: momentOrNull,
  departed: Type.Integer(),
  next: Type.Optional(Type.Integer()),
  gone: Type.Union([Type.Array(Type.Integer()), Type.Null()]),
  here: Type.Integer(),
});
export type SlotFrame = Static<typeof slotFrame>;
