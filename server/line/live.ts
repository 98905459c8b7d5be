import { isSlotId, type PersonId, type SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import type { Live } from "../platform/live/index.ts";
import type { Line, LineChanged, LineNews, News, PresenceBook } from "./ports.ts";
import { createPresence } from "./presence.ts";
import { bookableNow } from "./rules.ts";
import { lineChannel } from "./service.ts";
import { createWatch, type Watched } from "./watch.ts";

/** At most four messages a second for a slot, fewer when all together would be more than 40,000 (DESIGN §7). */
export const lookEveryMs = 250;
const mostSentPerSecond = 40_000;
/** Changes by other processes are seen at the latest after this. */
const sweepEveryMs = 1_000;
const mostGone = 200;
const slotsPerLook = 500;
const arrivalsPerLook = 1_000;
const mostEntriesOfPerson = 50;

interface World {
  readonly live: Pick<Live, "topic" | "broadcast">;
  readonly bus: Pick<Bus, "subscribe">;
  readonly news: LineNews;
  readonly presence: PresenceBook;
  readonly line: Pick<Line, "mine">;
  readonly clock: Pick<Clock, "now">;
  readonly onTrouble: (error: unknown) => void;
}

function frameOf({ fillsGaps, largestParty, slot, ...news }: News, here: number): SlotFrame {
  const { rev, held, capacity, waiting, paused, listOpen, filledAt, departed, gone } = news;
  const bookable = bookableNow({ ...news, fillsGaps, largestParty });
  return {
    id: slot,
    rev,
    held,
    capacity,
    waiting,
    bookableNow: bookable,
    paused,
    listOpen,
    filledAt,
    departed,
    gone: gone && [...gone],
    here,
  };
}

/**
 * People here whose entries changed without their doing: seated, offered, expired, missed. An offer can end without a
 * departure, so those who hold one are looked up too: one statement, however many they are.
 */
async function affectedBy(
  news: LineNews,
  { slot, people, offered }: Watched,
  gone: readonly number[] | null,
): Promise<ReadonlySet<PersonId>> {
  const affected = new Set(offered);
  if (offered.size > 0) for (const person of await news.offered(slot, [...offered])) affected.delete(person);
  if (people.size === 0 || gone === null || gone.length === 0) return affected;
  for (const person of await news.owners(slot, gone)) if (people.has(person)) affected.add(person);
  return affected;
}

/**
 * The topics `slot:ID` and `me`. What followers are told is read from the database, one statement for 500 slots, when
 * somebody here changed the slot and each second in any case: a hint that is lost costs a second and nothing else.
 */
export function createLineLive({ live, bus, news, presence: book, line, clock, onTrouble }: World) {
  const watch = createWatch();
  const presence = createPresence({ book, clock, waiters: watch.waiters });
  /** Who came to follow their entries and was not looked up yet. */
  const arrivals = new Set<PersonId>();
  let sweptAt = 0;
  let notBefore = 0;

  function tell(person: PersonId, entry: Entry): void {
    const text = JSON.stringify({ entry });
    for (const window of watch.windowsOf(person) ?? []) window.send(text);
    watch.hasEntry(person, entry.slotId, entry.state);
  }
  async function tellOwn(person: PersonId, slot: SlotId): Promise<void> {
    const entry = await line.mine(slot, person);
    if (entry !== null) tell(person, entry);
  }

  function openTopics(): void {
    live.topic("slot", {
      access: "anyone",
      followed(id, follower) {
        if (!isSlotId(id)) return { problem: "not-found" };
        const watched = watch.follow(id as SlotId, follower);
        if (watched.told !== null) {
          follower.send(JSON.stringify({ slot: frameOf({ ...watched.told, gone: [] }, watched.followers.size) }));
        }
        return null;
      },
      unfollowed: (id, follower) => watch.unfollow(id as SlotId, follower),
    });

    live.topic("me", {
      access: "signed-in",
      followed(id, follower) {
        if (follower.caller === null) return { problem: "sign-in-needed" };
        if (id !== "") return { problem: "not-found" };
        const { id: person } = follower.caller;
        if (watch.arrive(person, follower)) arrivals.add(person);
        return null;
      },
      unfollowed(_, follower) {
        if (follower.caller !== null) watch.leave(follower.caller.id, follower);
      },
    });
  }

  bus.subscribe(lineChannel, (message) => {
    const { slot, people } = message as LineChanged;
    const watched = watch.slots.get(slot);
    if (watched !== undefined) watched.isStale = true;
    for (const { person, entry } of people) {
      if (watch.windowsOf(person) === undefined) continue;
      if (entry !== null) tell(person, entry);
      else tellOwn(person, slot).catch(onTrouble);
    }
  });

  async function tellPeople(watched: Watched, gone: readonly number[] | null): Promise<void> {
    for (const person of await affectedBy(news, watched, gone)) await tellOwn(person, watched.slot);
  }

  async function tellSlot(watched: Watched, latest: News): Promise<void> {
    const here = watched.followers.size;
    const isNews = watched.told?.rev !== latest.rev;
    watched.told = latest;
    if (!isNews && watched.hereTold === here) return;
    watched.hereTold = here;
    await live.broadcast(watched.followers, { slot: frameOf(latest, here) });
    if (isNews) await tellPeople(watched, latest.gone);
  }

  function refuse({ slot, followers }: Watched): void {
    for (const follower of followers) follower.drop(`slot:${slot}`, { problem: "not-found" });
    watch.slots.delete(slot);
  }

  async function welcome(people: readonly PersonId[]): Promise<void> {
    for (const person of people) arrivals.delete(person);
    const found = await news.liveEntries(people, people.length * mostEntriesOfPerson);
    for (const { person, slot, state } of found) {
      watch.hasEntry(person, slot, state);
      if (state === "waiting" || state === "waitlisted") presence.arrive(person);
    }
  }

  async function look(stale: readonly Watched[]): Promise<void> {
    for (const watched of stale) watched.isStale = false;
    const asked = stale.map(({ slot, told }) => ({ slot, since: told?.departed ?? null }));
    const found = new Map((await news.read(asked, mostGone)).map((latest) => [latest.slot, latest]));
    for (const watched of stale) {
      const latest = found.get(watched.slot);
      if (latest === undefined) refuse(watched);
      else await tellSlot(watched, latest);
    }
  }

  openTopics();
  return {
    keepPresence: presence.tick,
    /** To be called every `lookEveryMs`: reads and tells what is new, at most as often as promised. */
    async tick(): Promise<void> {
      if (arrivals.size > 0) await welcome([...arrivals].slice(0, arrivalsPerLook));
      const now = clock.now();
      if (now < notBefore) return;
      notBefore = now + (watch.followers() / mostSentPerSecond) * 1000 - lookEveryMs;
      const isSweep = now - sweptAt >= sweepEveryMs;
      if (isSweep) sweptAt = now;
      const stale = [...watch.slots.values()].filter((watched) => isSweep || watched.isStale);
      for (let start = 0; start < stale.length; start += slotsPerLook) {
        await look(stale.slice(start, start + slotsPerLook));
      }
    },
  };
}
