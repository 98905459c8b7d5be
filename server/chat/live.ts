import { type Ack, type RoomFrame, sayBody } from "../../shared/chat.ts";
import { isStoreId, type StoreId } from "../../shared/ids.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import type { Live } from "../platform/live/index.ts";
import { createGuests } from "./guests.ts";
import type { GuestBook, RoomBook } from "./ports.ts";
import { type RoomChanged, type RoomService, roomChannel } from "./service.ts";
import { isNews, missedBy, mostRecent, type WatchedRoom, watchRoom } from "./watched-room.ts";

/** How often a room is looked at in which somebody spoke here; each message waits half of it on average. */
export const listenEveryMs = 50;
/** What other processes took is seen at the latest after this. */
const sweepEveryMs = 1_000;
export const countGuestsEveryMs = 1_000;
const roomsPerLook = 500;

interface World {
  readonly live: Pick<Live, "topic" | "verb" | "deliver">;
  readonly bus: Bus;
  readonly rooms: Pick<RoomService, "say">;
  readonly book: Pick<RoomBook, "views" | "history">;
  readonly guests: GuestBook;
  readonly clock: Pick<Clock, "now">;
  readonly onTrouble: (error: unknown) => void;
}

interface Listening extends Pick<World, "live" | "rooms" | "onTrouble"> {
  readonly guests: Pick<ReturnType<typeof createGuests>, "coming">;
}

/** Takes what is said through a socket and answers it by itself; everybody is shown it by the looks below. */
function takeTalk({ live, rooms, guests, onTrouble }: Listening): void {
  live.verb("say", {
    access: "signed-in",
    body: sayBody,
    take({ room, clientId, text }, speaker) {
      const { caller } = speaker;
      if (caller === null) return;
      const about = { room, clientId };
      const say = () => rooms.say(room, { person: caller.id, clientId, text });
      (guests.coming(room, caller.id)?.catch(onTrouble).then(say) ?? say()).then(
        (answer) => {
          if ("problem" in answer) {
            speaker.decline(answer, { ...about, retryAfterSeconds: answer.retryAfterSeconds });
            return;
          }
          const { seq, at } = answer.message;
          speaker.send(JSON.stringify({ ack: { ...about, seq, at } satisfies Ack }));
        },
        (error: unknown) => {
          onTrouble(error);
          speaker.decline({ problem: "internal" }, about);
        },
      );
    },
  });
}

/**
 * The topic `room:STORE`. What its followers are told is read from the database in the order of its numbers, when
 * somebody spoke and each second in any case: a hint that is lost costs a second and nothing else (I8).
 */
export function createRoomsLive({ live, bus, rooms, book, guests: guestBook, clock, onTrouble }: World) {
  const watched = new Map<StoreId, WatchedRoom>();
  const onNews = (store: StoreId) => bus.publish(roomChannel, { store } satisfies RoomChanged);
  const guests = createGuests({ book: guestBook, now: clock.now, onNews });
  let sweptAt = 0;

  takeTalk({ live, rooms, guests, onTrouble });
  live.topic("room", {
    access: "anyone",
    followed(id, follower, after) {
      if (!isStoreId(id)) return { problem: "not-found" };
      const room = watched.get(id) ?? watchRoom(id);
      watched.set(id, room);
      room.arriving.set(follower, after);
      if (follower.caller !== null) guests.arrive(id, follower.caller.id, follower);
      return null;
    },
    unfollowed(id, follower) {
      const store = id as StoreId;
      const room = watched.get(store);
      room?.followers.delete(follower);
      room?.arriving.delete(follower);
      if (room !== undefined && room.followers.size + room.arriving.size === 0) watched.delete(store);
      if (follower.caller !== null) guests.leave(store, follower.caller.id, follower);
    },
  });
  bus.subscribe(roomChannel, (message) => {
    const room = watched.get((message as RoomChanged).store);
    if (room !== undefined) room.isStale = true;
  });

  function close(room: WatchedRoom): void {
    // It may have been left, and opened anew, while it was looked up; that one has its own look.
    if (watched.get(room.store) === room) watched.delete(room.store);
    for (const follower of [...room.followers, ...room.arriving.keys()]) {
      follower.drop(`room:${room.store}`, { problem: "not-found" });
      if (follower.caller !== null) guests.leave(room.store, follower.caller.id, follower);
    }
  }

  /** All that came since the last look, in pieces. */
  async function tellMessages(room: WatchedRoom, latest: number): Promise<void> {
    while (room.told !== null && room.told < latest) {
      const next = (await book.history(room.store, { after: room.told, before: null }, mostRecent)) ?? [];
      const last = next.at(-1);
      if (last === undefined) return;
      room.told = last.seq;
      room.recent = [...room.recent, ...next].slice(-mostRecent);
      await live.deliver([{ followers: room.followers, messages: next.map((message) => ({ message })) }]);
    }
  }
  async function readRecent(room: WatchedRoom): Promise<void> {
    const before = room.told === null ? null : room.told + 1;
    room.recent = (await book.history(room.store, { after: null, before }, mostRecent)) ?? [];
    room.told ??= room.recent.at(-1)?.seq ?? 0;
  }
  function welcome(room: WatchedRoom): void {
    for (const [follower, after] of room.arriving) {
      follower.send(JSON.stringify({ room: room.frame }));
      for (const message of missedBy(room.recent, after)) follower.send(JSON.stringify({ message }));
      room.followers.add(follower);
    }
    room.arriving.clear();
  }
  async function tell(room: WatchedRoom, latest: RoomFrame): Promise<void> {
    await tellMessages(room, latest.lastSeq);
    const news = isNews(room.frame, latest);
    // What was hidden or lost its name is in memory too.
    if (news) await readRecent(room);
    room.frame = latest;
    if (news) await live.deliver([{ followers: room.followers, messages: [{ room: latest }] }]);
    welcome(room);
  }

  async function look(stale: readonly WatchedRoom[]): Promise<void> {
    for (const room of stale) room.isStale = false;
    try {
      const found = new Map((await book.views(stale.map(({ store }) => store))).map((view) => [view.id, view]));
      for (const room of stale) {
        const latest = found.get(room.store);
        if (latest === undefined) close(room);
        else await tell(room, latest);
      }
    } catch (error) {
      for (const room of stale) room.isStale = true;
      throw error;
    }
  }

  return {
    countGuests: guests.tick,
    /** To be called every `listenEveryMs`. */
    async tick(): Promise<void> {
      const now = clock.now();
      const isSweep = Math.abs(now - sweptAt) >= sweepEveryMs;
      if (isSweep) sweptAt = now;
      const stale = [...watched.values()].filter(({ isStale, arriving }) => isSweep || isStale || arriving.size > 0);
      for (let start = 0; start < stale.length; start += roomsPerLook) {
        await look(stale.slice(start, start + roomsPerLook));
      }
    },
  };
}
