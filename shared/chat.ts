import { type Static, Type } from "typebox";
import {
  type Badge,
  badges,
  longestText,
  longestWord,
  messageKinds,
  mostHiddenNamed,
  mostWords,
  muteSteps,
  reportReasons,
  slowSteps,
} from "./chat-codes.ts";
import { type StoreId, storeId } from "./ids.ts";
import { listOf } from "./lists.ts";
import { moment, momentOrNull } from "./moments.ts";
import { lineOfText } from "./texts.ts";

/** A room sends at most so many messages to somebody who comes; what lies before them is read by HTTP. */
export const mostAtEntry = 50;

/** As many digits as an address may name. */
const largestSeq = 999_999_999_999_999;
const nullable = <Value>(type: string) => Type.Unsafe<Value | null>({ type: [type, "null"] });
/** Made by the client, once for each message: what is sent again under it is not shown twice. */
export const clientId = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", maxLength: 36 });
/** In lines of its own; blank lines around it are cut. */
export const talkText = lineOfText(longestText);

/**
 * Who speaks: `guest` is their number in this room and says nothing outside of it; `name` as it is now, null once the
 * person was erased.
 */
const sender = Type.Object({
  guest: Type.Integer({ minimum: 1 }),
  name: nullable<string>("string"),
  badge: Type.Unsafe<Badge | null>({ type: ["string", "null"], enum: [...badges, null] }),
});

/**
 * A message as everybody sees it. `seq` counts the room's messages from 1 without a gap. `others`: how many more came
 * or left with the sender, in one notice. `text` is null in notices and once `isHidden`.
 */
export const messageSchema = Type.Object({
  room: storeId,
  seq: Type.Integer({ minimum: 1 }),
  kind: Type.Enum([...messageKinds]),
  sender,
  others: Type.Integer({ minimum: 0 }),
  text: nullable<string>("string"),
  at: moment,
  clientId: nullable<string>("string"),
  isHidden: Type.Boolean(),
});
export type Message = Static<typeof messageSchema>;

/**
 * A page of a room's history, the oldest first. `nextCursor` is the `before` (or, after an `after`, the `after`) of the
 * next page.
 */
export const messagesPage = listOf(messageSchema);
const seq = Type.String({ pattern: "^(0|[1-9][0-9]{0,14})$", maxLength: 15 });
/** Without either the newest; `after` the next ones after it; with both what lies between. */
export const historyQuery = Type.Object(
  {
    before: Type.Optional(seq),
    after: Type.Optional(seq),
    limit: Type.Optional(Type.String({ pattern: "^([1-9][0-9]?|100)$" })),
  },
  { additionalProperties: false },
);
export type HistoryQuery = Static<typeof historyQuery>;

/**
 * What is so of a room, which is its store's and named by it, for everybody. `rev` grows with every change of it but
 * messages; `here` is how many signed-in people have it open; `slowSeconds` is the pause between two messages of one
 * person, the host's or that of a spike; `hidden` names the messages hidden last, and `nameless` the guests who were
 * erased last, at most 100 of each: whoever knew of none of so many reads anew what they show. `isOpen` until the store
 * ends; then it can only be read.
 */
export const roomFrame = Type.Object({
  id: storeId,
  rev: Type.Integer({ minimum: 0 }),
  lastSeq: Type.Integer({ minimum: 0 }),
  here: Type.Integer({ minimum: 0 }),
  slowSeconds: Type.Integer({ minimum: 0 }),
  pinned: Type.Unsafe<Message | null>({ anyOf: [messageSchema, { type: "null" }] }),
  hidden: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: mostHiddenNamed }),
  nameless: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: mostHiddenNamed }),
  isOpen: Type.Boolean(),
});
export type RoomFrame = Static<typeof roomFrame>;

/**
 * The same with what is one's own; null for whoever is not signed in. `guest` is null until they first come or speak;
 * `mutedUntil` is null for who may speak; `isBanned` for as long as the room is there.
 */
const mine = Type.Object({
  guest: nullable<number>("integer"),
  unread: Type.Integer({ minimum: 0, maximum: 99 }),
  readSeq: Type.Integer({ minimum: 0 }),
  mutedUntil: momentOrNull,
  isBanned: Type.Boolean(),
  mayModerate: Type.Boolean(),
});
export const roomSchema = Type.Object({
  ...roomFrame.properties,
  mine: Type.Unsafe<Static<typeof mine> | null>({ anyOf: [mine, { type: "null" }] }),
});
export type Room = Static<typeof roomSchema>;

export const talkBody = Type.Object({ clientId, text: talkText }, { additionalProperties: false });
/** The same through the socket, as `{ "say": … }`. */
export const sayBody = Type.Object({ room: storeId, clientId, text: talkText }, { additionalProperties: false });
export type SayBody = Static<typeof sayBody>;
/** The answer to `say`: the message is kept, and everybody is shown it. */
export interface Ack {
  readonly room: StoreId;
  readonly clientId: string;
  readonly seq: number;
  readonly at: string;
}

export const readRoomBody = Type.Object(
  { upTo: Type.Integer({ minimum: 0, maximum: largestSeq }) },
  { additionalProperties: false },
);
export const roomChange = Type.Object(
  {
    slowSeconds: Type.Optional(Type.Unsafe<number>({ type: "integer", enum: [...slowSteps] })),
    pinned: Type.Optional(Type.Unsafe<number | null>({ type: ["integer", "null"], minimum: 1, maximum: largestSeq })),
    words: Type.Optional(Type.Array(lineOfText(longestWord), { maxItems: mostWords })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RoomChange = Static<typeof roomChange>;
export const muteBody = Type.Object(
  { minutes: Type.Unsafe<number | null>({ type: ["integer", "null"], enum: [...muteSteps, null] }) },
  { additionalProperties: false },
);
export const reportBody = Type.Object({ reason: Type.Enum([...reportReasons]) }, { additionalProperties: false });

/** What whoever looks after a room sees: words nobody may say, who may not speak, what was reported and done. */
export const roomDesk = Type.Object({
  words: Type.Array(Type.String()),
  slowSeconds: Type.Integer(),
  muted: Type.Array(
    Type.Object({
      guest: Type.Integer(),
      name: nullable<string>("string"),
      until: momentOrNull,
      isBanned: Type.Boolean(),
    }),
  ),
  reports: Type.Array(
    Type.Object({
      message: messageSchema,
      count: Type.Integer({ minimum: 1 }),
      reasons: Type.Array(Type.Enum([...reportReasons])),
      at: moment,
    }),
  ),
  deeds: Type.Array(
    Type.Object({ at: moment, by: nullable<string>("string"), deed: Type.String(), seq: nullable<number>("integer") }),
  ),
});
export type RoomDesk = Static<typeof roomDesk>;
