import { type Static, Type } from "typebox";
import { type entryId, notificationId, type reservationId, type StoreId, type slotId, storeId } from "./ids.ts";
import { type Language, languages } from "./languages.ts";
import { moment, momentOrNull } from "./moments.ts";
import { longestNotice, notificationKinds, type OptionalKind, optionalKinds } from "./notification-codes.ts";
import { lineOfText, textOfLines } from "./texts.ts";

const idOrNull = <Id>() => Type.Unsafe<Id | null>({ type: ["string", "null"] });

/** A message as its owner sees it in the app. What it is about may be over; `isUnread` until it was looked at. */
export const notificationSchema = Type.Object({
  id: notificationId,
  kind: Type.Enum([...notificationKinds]),
  createdAt: moment,
  isUnread: Type.Boolean(),
  storeId,
  storeName: Type.String(),
  timeZone: Type.String(),
  opensAt: moment,
  slotId: idOrNull<Static<typeof slotId>>(),
  startsAt: momentOrNull,
  entryId: idOrNull<Static<typeof entryId>>(),
  reservationId: idOrNull<Static<typeof reservationId>>(),
  offerExpiresAt: momentOrNull,
  /** What the host says. */
  text: Type.Unsafe<string | null>({ type: ["string", "null"] }),
});
export type Notification = Static<typeof notificationSchema>;

/** The list, newest first; `unread` counts to 99 and then stays. */
export const notificationsPage = Type.Object({
  items: Type.Array(notificationSchema),
  nextCursor: idOrNull<string>(),
  hasNext: Type.Boolean(),
  unread: Type.Integer({ minimum: 0, maximum: 99 }),
});
export type NotificationsPage = Static<typeof notificationsPage>;

/** The newest that was on the screen: it and all before it were read. */
export const readBody = Type.Object({ upTo: notificationId }, { additionalProperties: false });

/**
 * What somebody is told by mail and on their browsers. `address`: where mails go, null for somebody who told us none.
 * `pushKey`: what a browser subscribes with, null where nothing is pushed.
 */
export const notificationSettings = Type.Object({
  address: Type.Unsafe<string | null>({ type: ["string", "null"] }),
  language: Type.Enum([...languages]),
  pushKey: Type.Unsafe<string | null>({ type: ["string", "null"] }),
  items: Type.Array(
    Type.Object({
      kind: Type.Enum([...notificationKinds]),
      mail: Type.Boolean(),
      push: Type.Boolean(),
      isEssential: Type.Boolean(),
    }),
  ),
});
export type NotificationSettings = Static<typeof notificationSettings>;

const switches = Type.Optional(
  Type.Partial(Type.Record(Type.Enum([...optionalKinds]), Type.Boolean()), { additionalProperties: false }),
);

/**
 * Only what is optional may be switched. Switching `opening-soon` on is the consent to it, by that way, and needs the
 * `version` of the text that was on the screen: that of today.
 */
export const settingsChange = Type.Object(
  {
    mail: switches,
    push: switches,
    language: Type.Optional(Type.Unsafe<Language>({ type: "string", enum: [...languages] })),
    version: Type.Optional(lineOfText(40)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type SettingsChange = {
  readonly mail?: Readonly<Partial<Record<OptionalKind, boolean>>>;
  readonly push?: Readonly<Partial<Record<OptionalKind, boolean>>>;
  readonly language?: Language;
  readonly version?: string;
};

/** A link that ends mails of one kind, as it stands in them. */
export const unsubscribeQuery = Type.Object(
  { token: Type.String({ maxLength: 120, pattern: "^[\\w.-]+$" }) },
  { additionalProperties: false },
);

export const noticeBody = Type.Object(
  { text: Type.Intersect([textOfLines(longestNotice), Type.String({ minLength: 1, pattern: "\\S" })]) },
  { additionalProperties: false },
);
export const noticeSchema = Type.Object({ id: Type.String(), text: Type.String(), createdAt: moment });
export type Notice = Static<typeof noticeSchema>;
/** The same as those are told who follow `notices:STORE`. */
export type StoreNotice = Notice & { readonly storeId: StoreId };

export const followSchema = Type.Object({ isFollowing: Type.Boolean() });

/** A mail of the demo's mailbox. */
export const mailboxItem = Type.Object({
  id: Type.String(),
  at: moment,
  name: Type.String(),
  recipient: Type.String(),
  subject: Type.String(),
});
export type MailboxItem = Static<typeof mailboxItem>;
export const mailboxMail = Type.Object({
  ...mailboxItem.properties,
  text: Type.String(),
  attachments: Type.Array(Type.Object({ name: Type.String(), text: Type.String() })),
});
export type MailboxMail = Static<typeof mailboxMail>;
