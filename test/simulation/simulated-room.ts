/** The store of one room as a model: its messages, committed one batch after the other, and what is read of them. */

import type { GuestBook, RoomBook, Said, Talk } from "../../server/chat/ports.ts";
import { createRoomService } from "../../server/chat/service.ts";
import { createBatcher } from "../../server/platform/batcher.ts";
import type { Bus } from "../../server/platform/bus/bus.ts";
import type { Message, Room, RoomFrame } from "../../shared/chat.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Schedule } from "./schedule.ts";

export const room = "7" as StoreId;
/** So long the database takes at most, each way. */
const onTheWayMs = 40;

/** What a database says that is away, or whose connection was cut. */
export class Away extends Error {}

/** A process as the store knows it: what is dead commits nothing more, and hears no answer. */
export interface Asker {
  isAlive: boolean;
}

export type RoomStore = ReturnType<typeof createRoomStore>;

/** `keepsOnce` switched off is the control: each talk is kept as often as it comes. */
export function createRoomStore({ chance, delay, now }: Schedule, { keepsOnce = true } = {}) {
  const messages: Message[] = [];
  const guests: PersonId[] = [];
  const here = new Set<PersonId>();
  const seen = new Set<string>();
  let rev = 0;
  let awayUntil = 0;

  function guestOf(person: PersonId): number {
    if (!guests.includes(person)) guests.push(person);
    return guests.indexOf(person) + 1;
  }
  function put(kind: Message["kind"], person: PersonId, text: string | null, clientId: string | null): Message {
    const sender = { guest: guestOf(person), name: `${person}`, badge: null };
    const at = new Date(now()).toISOString();
    const seq = messages.length + 1;
    const message = { room, seq, kind, sender, others: 0, text, at, clientId, isHidden: false };
    messages.push(message);
    return message;
  }
  function keep({ person, clientId, text }: Talk): Said {
    const known = keepsOnce ? messages.find((message) => message.clientId === clientId) : undefined;
    return { message: { ...(known ?? put("talk", person, text, clientId)) }, isFresh: known === undefined };
  }
  /** What a process asks of the database: it may be lost on the way there, and its answer on the way back. */
  async function ask<Answer>(asker: Asker, work: () => Answer): Promise<Answer> {
    await delay(onTheWayMs);
    if (!asker.isAlive) return new Promise(() => undefined);
    const isCut = now() < awayUntil || chance.oneIn(40);
    if (isCut && (now() < awayUntil || chance.oneIn(2))) {
      seen.add("lost before its commit");
      throw new Away();
    }
    const answer = structuredClone(work());
    await delay(onTheWayMs);
    if (!asker.isAlive) seen.add("committed by one that died");
    if (isCut) {
      seen.add("lost after its commit");
      throw new Away();
    }
    return answer;
  }

  const frame = (): RoomFrame => {
    const hidden = messages.filter(({ isHidden }) => isHidden).map(({ seq }) => seq);
    const counts = { lastSeq: messages.length, here: here.size, slowSeconds: 0 };
    return { id: room, rev, ...counts, pinned: null, hidden, nameless: [], isOpen: true };
  };
  const between: RoomBook["history"] extends (store: StoreId, ...rest: infer Rest) => unknown
    ? (...rest: Rest) => Message[]
    : never = ({ after, before }, most) => {
    const found = messages.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Number.POSITIVE_INFINITY));
    return after === null ? found.slice(-most) : found.slice(0, most);
  };
  function come(people: readonly PersonId[]): boolean {
    const fresh = people.filter((person) => !here.has(person));
    for (const person of fresh) put("join", person, null, null);
    for (const person of fresh) here.add(person);
    rev += fresh.length > 0 ? 1 : 0;
    return fresh.length > 0;
  }
  function go(people: readonly PersonId[]): void {
    for (const person of people) if (here.delete(person)) put("leave", person, null, null);
    rev += 1;
  }

  return {
    messages,
    /** What happened in it that is worth seeing. */
    seen,
    goAway(forMs: number): void {
      awayUntil = now() + forMs;
      seen.add("the database away");
    },
    heal(): void {
      awayUntil = 0;
    },
    hide(): void {
      const shown = messages.filter(({ kind, isHidden }) => kind === "talk" && !isHidden);
      if (shown.length === 0) return;
      const { seq } = chance.pick(shown);
      messages[seq - 1] = { ...(messages[seq - 1] as Message), text: null, isHidden: true };
      rev += 1;
      seen.add("a message hidden");
    },
    /** The product's own verbs and books over it, as one process has them. */
    through(asker: Asker, bus: Bus) {
      const batcher = createBatcher<StoreId, Talk, Said>({
        commit: (_store, batch) => ask(asker, () => batch.map(keep)),
        mayPass: (error) => error instanceof Away,
        clock: { wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) },
        mostPerBatch: chance.whole(1, 4),
        mostQueued: 100,
      });
      const book: RoomBook = {
        find: (_store, person) => ask(asker, (): Room => ({ ...frame(), mine: person && mineOf(person) })),
        history: (_store, span, most) => ask(asker, () => between(span, most)),
        markRead: async () => true,
        views: () => ask(asker, () => [frame()]),
      };
      const guestBook: GuestBook = {
        keep: (_store, people) => ask(asker, () => come(people)),
        release: (_store, people) => ask(asker, () => go(people)),
        dismiss: async () => [],
      };
      const deeds = {} as never;
      const talk = { say: batcher.add, drained: batcher.drained };
      return { book, guestBook, rooms: createRoomService({ talk, book, deeds, bus }) };
    },
  };

  function mineOf(person: PersonId): NonNullable<Room["mine"]> {
    const guest = guests.includes(person) ? guestOf(person) : null;
    return { guest, unread: 0, readSeq: 0, mutedUntil: null, isBanned: false, mayModerate: false };
  }
}
