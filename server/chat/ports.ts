import type { Doer } from "../../shared/audit.ts";
import type { Message, Room, RoomChange, RoomDesk, RoomFrame } from "../../shared/chat.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Span } from "./rules.ts";

/** What somebody says. `clientId` names it: it is kept and shown once, however often it comes. */
export interface Talk {
  readonly person: PersonId;
  readonly clientId: string;
  readonly text: string;
}

/** A message that is kept; `isFresh` when this talk made it. */
export interface Said {
  readonly message: Message;
  readonly isFresh: boolean;
}

/** Where messages are kept, in one order per room. When `say` answers, the message is committed. */
export interface RoomTalk {
  say(store: StoreId, talk: Talk): Promise<Said | Refused>;
  /** Resolves when nothing is on its way. */
  drained(): Promise<void>;
}

export interface RoomBook {
  /** The room as this person sees it, null for nobody in particular; null where there is none. */
  find(store: StoreId, person: PersonId | null): Promise<Room | null>;
  /** In order: the `most` next ones after `after`, else the last ones; null where there is no room. */
  history(store: StoreId, span: Span, most: number): Promise<Message[] | null>;
  /** Messages up to this one were read; what was read stays so. Answers whether there is such a room. */
  markRead(store: StoreId, person: PersonId, upTo: number): Promise<boolean>;
  /** These rooms as they are now; a room that is not there is left out. */
  views(stores: readonly StoreId[]): Promise<RoomFrame[]>;
}

/** Who is in a room, through whichever process. */
export interface GuestBook {
  /** They are there for the next seconds; whoever was not is announced. Answers whether somebody was. */
  keep(store: StoreId, people: readonly PersonId[], seconds: number): Promise<boolean>;
  /** They closed it here: they leave in so many seconds, unless they are there elsewhere or come back. */
  release(store: StoreId, people: readonly PersonId[], seconds: number): Promise<void>;
  /** Whoever was not kept has left. Answers where that is announced, at most so many rooms. */
  dismiss(most: number): Promise<readonly StoreId[]>;
}

/** What is done about messages. Whoever may not look after a room gets the answer of one that is not there. */
export interface RoomDeeds {
  change(store: StoreId, doer: Doer, change: RoomChange, key: string): Promise<object | Refused>;
  hide(store: StoreId, doer: Doer, seq: number, key: string): Promise<object | Refused>;
  /** The sender may not speak for so many minutes, null for as long as the room is there. */
  mute(store: StoreId, doer: Doer, seq: number, minutes: number | null, key: string): Promise<object | Refused>;
  unmute(store: StoreId, doer: Doer, guest: number, key: string): Promise<object | Refused>;
  report(store: StoreId, doer: Doer, seq: number, reason: string, key: string): Promise<object | Refused>;
  /** What they see who look after it; null for everybody else. */
  desk(store: StoreId, person: PersonId): Promise<RoomDesk | null>;
}
