import type { Doer } from "../../shared/audit.ts";
import type { EntryId, MailId, NotificationId, PersonId, ReservationId, SlotId, StoreId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import type { Page } from "../../shared/lists.ts";
import type { NotificationKind } from "../../shared/notification-codes.ts";
import type {
  MailboxItem,
  MailboxMail,
  Notice,
  NotificationSettings,
  NotificationsPage,
  SettingsChange,
  StoreNotice,
} from "../../shared/notifications.ts";
import type { Refused } from "../../shared/problems.ts";
import type { PushSubscription } from "../../shared/push.ts";

/** Messages that one relay has taken, until their lease ends. */
export interface Claim {
  readonly messages: readonly string[];
  readonly lease: string;
}

/** What is so now about what a message speaks of; null where it speaks of no such thing. Moments are ISO 8601. */
export type Facts = {
  readonly kind: NotificationKind;
  readonly person: PersonId;
  readonly name: string;
  readonly address: string | null;
  readonly language: Language;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly district: string;
  /** Where the store is; empty when its host has not told more than the district. */
  readonly storeAddress: string;
  readonly timeZone: string;
  readonly opensAt: string;
  readonly slotId: SlotId | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly ticket: number | null;
  readonly partySize: number | null;
  readonly reservationId: ReservationId | null;
  /** Whose event in calendars the reservation goes on with. */
  readonly eventId: string | null;
  /** How often the reservation has changed, and when last. */
  readonly revision: number | null;
  readonly revisedAt: string | null;
  readonly offerExpiresAt: string | null;
  /** What the host says. */
  readonly text: string | null;
};

/** A browser that shows notifications to its person. */
export type PushDevice = PushSubscription & { readonly id: string };

/** A message that is marked as on its way. */
export interface Outgoing {
  readonly message: string;
  readonly lease: string;
  readonly facts: Facts;
  /** Whether it goes by mail; the browsers that it goes to besides. */
  readonly byMail: boolean;
  readonly devices: readonly PushDevice[];
}

/** What became of handing a mail over: `refused` for good, `failed` for now. `trouble` names no address. */
export type HandOver =
  | { readonly outcome: "sent"; readonly trouble: null }
  | { readonly outcome: "refused" | "failed"; readonly trouble: string };

export type Ended = Pick<Outgoing, "message" | "lease"> & HandOver;

/** What a message is about, as whoever changes it names it. */
export type About =
  | { readonly entry: EntryId }
  | { readonly reservation: ReservationId }
  | { readonly person: PersonId };

/** The messages to be sent, which are the queue (DESIGN §6). */
export interface Outbox {
  /** Takes at most so many that are due; null when none are. */
  claim(): Promise<Claim | null>;
  /** Gives back what was taken and not begun. */
  release(claim: Claim): Promise<void>;
  /**
   * Looks once more at what these messages speak of, settles those that are not right any more, and marks the others as
   * on their way: from the commit of this until the mark ends, a cancel is not acknowledged.
   */
  begin(claim: Claim): Promise<Outgoing[]>;
  /** Writes down what became of them: settled, due again later, or a dead letter. */
  end(ended: readonly Ended[]): Promise<void>;
  /** Whether a mail about this may be on its way now. */
  isSending(about: About): Promise<boolean>;
}

export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A mail as it is handed over. `key` is the same whenever the same message is sent again. */
export type Mail = {
  readonly key: string;
  readonly person: PersonId;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Where one press ends mails of this kind; null for those that cannot be ended. */
  readonly unsubscribeUrl: string | null;
};

/** Hands one mail over. Once it has answered, or `withinMs` are over, nothing of the mail is on its way any more. */
export interface Mailer {
  send(mail: Mail, withinMs: number): Promise<HandOver>;
  close(): Promise<void>;
}

/** Brings claimed messages to a mailer: in this process, or by a queue. */
export interface Courier {
  /**
   * False when the way is blocked. What was not begun, also because `mayBegin` says no, is given back to the outbox.
   */
  carry(claim: Claim, mayBegin: () => boolean): Promise<boolean>;
  close(): Promise<void>;
}

/** The messages as people see them in the app; what was withdrawn is not among them. */
export interface NotificationList {
  /** One's own before `cursor`, newest first, and how many of all are unread, counted to 99. */
  read(person: PersonId, cursor: string | null, limit: number): Promise<NotificationsPage>;
  /** This one and all before it were looked at. */
  markRead(person: PersonId, upTo: NotificationId): Promise<void>;
}

export interface SettingsBook {
  read(person: PersonId): Promise<NotificationSettings>;
  /** Every switch but those that are consents. */
  change(person: PersonId, change: SettingsChange): Promise<NotificationSettings>;
}

export type FollowedOpening = {
  readonly store: StoreId;
  readonly name: string;
  readonly place: string;
  readonly opensAt: string;
  readonly timeZone: string;
};

/** Who wants to hear of which store. */
export interface Follows {
  isFollowing(person: PersonId, store: StoreId): Promise<boolean>;
  /** False when there is no such store. Beyond 1,000 the oldest go. */
  follow(person: PersonId, store: StoreId): Promise<boolean>;
  unfollow(person: PersonId, store: StoreId): Promise<void>;
  /** When reservations open at the stores that somebody follows, of openings to come, the next first. */
  openings(person: PersonId): Promise<readonly FollowedOpening[]>;
}

/** What hosts tell everybody with a reservation to come, and whoever looks. */
export interface Notices {
  post(store: StoreId, host: Doer, text: string, key: string): Promise<Notice | Refused>;
  /** Of a store, newest first. */
  list(store: StoreId, cursor: string | null, limit: number): Promise<Page<Notice>>;
  /** The latest of each of these stores, if it is not a day old. */
  latest(stores: readonly StoreId[]): Promise<readonly StoreNotice[]>;
}

/** Messages that no press causes; each answers how much it did, and is called until that is nothing. */
export interface CalendarWork {
  remind(): Promise<number>;
  tellNotices(): Promise<number>;
  announceOpenings(): Promise<number>;
  /** Where stores are that are not over, at most so many. */
  timeZones(most: number): Promise<string[]>;
}

/** Wakes us at 15:00 in a time zone, each day. */
export interface Schedules {
  /** Makes the zone's schedule, or sets it right when it is there. */
  keep(timeZone: string): Promise<void>;
  close(): Promise<void>;
}

/** The mails of a demo. */
export interface Mailbox {
  list(cursor: string | null, limit: number): Promise<Page<MailboxItem>>;
  read(mail: MailId): Promise<MailboxMail | null>;
  /** The mail as a page. */
  page(mail: MailId): Promise<string | null>;
}
