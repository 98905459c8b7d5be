import type { Ack, Message, Room, RoomFrame } from "../../../shared/chat.ts";
import type { StoreId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/lists.ts";
import { type Answer, isProblem, type Problem, problemOf } from "../api.ts";
import { serverClock } from "../clock.ts";
import type { LiveMessage } from "../live.ts";
import { type Polling, startPolling } from "../polling.ts";
import { createAsking } from "./asking.ts";
import { createDelivery } from "./delivery.ts";
import {
  begunAnew,
  type Log,
  newestOf,
  oldestOf,
  withGone,
  withLastSeq,
  withMessages,
  withOlder,
  withoutOldest,
} from "./log.ts";
import { createMending } from "./mending.ts";
import { type Sends, stillUnderWay, withFailure, withKept, withoutSend, withRetry, withSend } from "./sends.ts";
import type { World } from "./world.ts";

export interface Talk {
  readonly room: Room | null;
  readonly log: Log | null;
  readonly sends: Sends;
  /** Who I am in this room; null until I came or spoke. */
  readonly guest: number | null;
  /** Nobody answers: what is shown may be old. */
  readonly isLost: boolean;
  readonly isAbsent: boolean;
}
export const nothingYet: Talk = { room: null, log: null, sends: [], guest: null, isLost: false, isAbsent: false };

const everyMs = 2_500;
/** With a socket the looks only make sure of what the messages said. */
const everyMsLive = 30_000;
const perPage = 50;
/** So many stay while somebody reads along, and so many at most while they read what was before. */
const mostKept = { readingAlong: 300, lookingBack: 2_000 };

/** Whether there is more to read before the oldest that is shown. */
export const hasOlder = (log: Log): boolean => oldestOf(log) > 1 && log.messages.length < mostKept.lookingBack;

interface Listener {
  readonly isSignedIn: boolean;
  /** Whether they read along, at the end of the log. */
  isAlong(): boolean;
  onChange(talk: Talk): void;
  /** Their session ended by itself. */
  onSignedOut(): void;
}

/** A room as somebody sees it: its newest messages without a gap, and their own on their way. */
export function createConversation(storeId: string, world: World, listener: Listener) {
  const room = storeId as StoreId;
  const path = `/api/stores/${storeId}`;
  let talk = nothingYet;
  let isGone = false;
  let isReadingOlder = false;
  let polling: Polling | null = null;
  const ends: (() => void)[] = [];
  const delivery = createDelivery(room, world, { onStored: takeStored, onRefused: refuse });
  const readPage = (query: string) => world.read<Page<Message>>(`${path}/messages?${query}`);
  const mending = createMending({ log: () => talk.log, read: readPage, take, begin, isLive: world.live.isOpen });
  const asking = createAsking(() => polling?.hurry());

  function change(next: Partial<Talk>): void {
    if (isGone) return;
    const changed = { ...talk, ...next };
    talk = { ...changed, sends: stillUnderWay(changed.sends, changed.log?.messages ?? []) };
    listener.onChange(talk);
  }
  /** Takes in messages, and lets go of old ones. */
  function take(arrived: readonly Message[]): void {
    if (talk.log === null) return;
    const most = listener.isAlong() ? mostKept.readingAlong : mostKept.lookingBack;
    const own = arrived.find(({ clientId }) => talk.sends.some((send) => send.clientId === clientId));
    for (const { clientId } of arrived) if (clientId !== null) delivery.settle(clientId);
    const log = withoutOldest(withMessages(talk.log, arrived), most);
    change({ log, guest: own?.sender.guest ?? talk.guest });
    mending.soon();
  }
  function takeStored(message: Message): void {
    change({ sends: withKept(talk.sends, message.clientId ?? ""), guest: message.sender.guest });
    take([message]);
  }
  function refuse(clientId: string, problem: Problem): void {
    change({ sends: withFailure(talk.sends, clientId, problem) });
    if (problem.problem !== "unreachable") polling?.hurry();
  }
  /** Answers whether the room is to be asked for: a frame is the same for all, and names no more than so many. */
  function takeFrame(frame: RoomFrame): boolean {
    if (talk.room === null || frame.rev < talk.room.rev) return false;
    // That I may not speak any more, or again, is such a change.
    const mayBeMine = listener.isSignedIn && frame.rev > talk.room.rev;
    const isStale = mending.isStaleBy(frame);
    const log = talk.log && withGone(withLastSeq(talk.log, frame.lastSeq), frame);
    change({ room: { ...talk.room, ...frame }, log });
    mending.soon();
    return isStale || mayBeMine;
  }
  function takeAck({ clientId, seq }: Ack): void {
    delivery.settle(clientId);
    change({ sends: withKept(talk.sends, clientId), log: talk.log && withLastSeq(talk.log, seq) });
    mending.soon();
  }
  function hear({ room: frame, message, ack, error }: LiveMessage): void {
    if (frame?.id === room && takeFrame(frame)) asking.soon(frame.here);
    if (message?.room === room) take([message]);
    // It may be my own coming, which says who I am here.
    if (message?.kind === "join" && talk.guest === null && listener.isSignedIn) polling?.hurry();
    if (ack?.room === room) takeAck(ack);
    if (error?.clientId !== undefined && delivery.settle(error.clientId)) refuse(error.clientId, problemOf(error));
  }
  async function begin(): Promise<void> {
    const page = await readPage(`limit=${perPage}`);
    if (isGone || isProblem(page)) return;
    const isFirst = talk.log === null;
    const log = begunAnew(talk.log, page.items);
    change({ log: talk.room === null ? log : withGone(log, talk.room) });
    const known = () => (talk.log === null ? 0 : newestOf(talk.log));
    if (isFirst) ends.push(world.live.follow(`room:${storeId}`, hear, known));
  }

  async function look(): Promise<boolean> {
    const found: Answer<Room> = await world.read<Room>(`${path}/room`);
    if (isGone) return true;
    if (isProblem(found)) {
      const isAbsent = found.problem === "not-found";
      if (isAbsent) polling?.stop();
      change({ isAbsent, isLost: !isAbsent });
      return isAbsent;
    }
    if (found.mine === null && listener.isSignedIn) listener.onSignedOut();
    const isOlder = talk.room !== null && found.rev < talk.room.rev;
    const shown = isOlder && talk.room !== null ? { ...talk.room, mine: found.mine } : found;
    change({ room: shown, guest: found.mine?.guest ?? talk.guest, isLost: false });
    if (talk.log === null) await begin();
    takeFrame(found);
    return (await mending.readAnew()) && talk.log !== null;
  }
  function onSocket(): void {
    if (!world.live.isOpen()) delivery.goByPost();
    polling?.hurry();
  }

  return {
    start(): void {
      // The socket speaks for whoever was signed in when it was opened.
      world.live.renew();
      polling = startPolling(look, () => (world.live.isOpen() ? everyMsLive : everyMs));
      ends.push(world.live.onChange(onSocket), polling.stop, delivery.end, mending.end, asking.stop);
    },
    /** Says something; it is shown at once. */
    say(text: string): void {
      const clientId = crypto.randomUUID();
      change({ sends: withSend(talk.sends, clientId, text, new Date(serverClock.now()).toISOString()) });
      delivery.deliver(clientId, text);
    },
    sayAgain(clientId: string): void {
      const send = talk.sends.find((one) => one.clientId === clientId);
      if (send?.state !== "failed") return;
      change({ sends: withRetry(talk.sends, clientId) });
      delivery.deliver(clientId, send.text);
    },
    drop: (clientId: string): void => change({ sends: withoutSend(talk.sends, clientId) }),
    /** Reads what is before the oldest that is shown. */
    async older(): Promise<void> {
      if (talk.log === null || isReadingOlder || !hasOlder(talk.log)) return;
      isReadingOlder = true;
      const page = await readPage(`before=${oldestOf(talk.log)}&limit=${perPage}`);
      isReadingOlder = false;
      if (!isProblem(page) && talk.log !== null) change({ log: withOlder(talk.log, page.items) });
    },
    refresh: (): void => polling?.hurry(),
    end(): void {
      isGone = true;
      for (const end of ends) end();
    },
  };
}
