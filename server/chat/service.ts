import type { Doer } from "../../shared/audit.ts";
import type { HistoryQuery, Message, Room, RoomChange } from "../../shared/chat.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { RoomBook, RoomDeeds, RoomTalk, Said, Talk } from "./ports.ts";
import { pageOfHistory, spanOf } from "./rules.ts";

export type RoomService = ReturnType<typeof createRoomService>;

/** Something was said or done in a room; published after the commit. */
export const roomChannel = "room";
export interface RoomChanged {
  readonly store: StoreId;
}

const notFound = { problem: "not-found" } as const;

interface World {
  readonly talk: RoomTalk;
  readonly book: RoomBook;
  readonly deeds: RoomDeeds;
  readonly bus: Pick<Bus, "publish">;
}

/** The verbs of a store's room. Who speaks comes from the session. */
export function createRoomService({ talk, book, deeds, bus }: World) {
  const changed = (store: StoreId) => bus.publish(roomChannel, { store } satisfies RoomChanged);

  async function done(store: StoreId, deed: Promise<object | Refused>): Promise<Refused | null> {
    const answer = await deed;
    if ("problem" in answer) return answer as Refused;
    changed(store);
    return null;
  }

  async function find(store: StoreId, person: PersonId | null): Promise<Room | Refused> {
    return (await book.find(store, person)) ?? notFound;
  }

  return {
    find,
    async history(store: StoreId, query: HistoryQuery): Promise<Page<Message> | Refused> {
      const { span, limit } = spanOf(query);
      const rows = await book.history(store, span, limit + 1);
      return rows === null ? notFound : pageOfHistory(rows, span, limit);
    },
    /** Keeps what somebody says. When it answers, the message is committed, under the next number of its room. */
    async say(store: StoreId, said: Talk): Promise<Said | Refused> {
      const answer = await talk.say(store, said);
      if (!("problem" in answer) && answer.isFresh) changed(store);
      return answer;
    },
    markRead: book.markRead,
    async change(store: StoreId, doer: Doer, change: RoomChange, key: string): Promise<Room | Refused> {
      return (await done(store, deeds.change(store, doer, change, key))) ?? find(store, doer.id);
    },
    hide: (store: StoreId, doer: Doer, seq: number, key: string) => done(store, deeds.hide(store, doer, seq, key)),
    mute: (store: StoreId, doer: Doer, seq: number, minutes: number | null, key: string) =>
      done(store, deeds.mute(store, doer, seq, minutes, key)),
    unmute: (store: StoreId, doer: Doer, guest: number, key: string) =>
      done(store, deeds.unmute(store, doer, guest, key)),
    report: (store: StoreId, doer: Doer, seq: number, reason: string, key: string) =>
      done(store, deeds.report(store, doer, seq, reason, key)),
    async desk(store: StoreId, person: PersonId) {
      return (await deeds.desk(store, person)) ?? notFound;
    },
  };
}
