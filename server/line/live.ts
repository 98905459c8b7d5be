import { isSlotId, type PersonId, type SlotId } from "../../shared/ids.ts";
import type { SlotFrame } from "../../shared/live.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import type { Addressed, Live } from "../platform/live/index.ts";
import { createOwed } from "./owed.ts";
import type { Line, LineChanged, LineNews, News, PresenceBook } from "./ports.ts";
import { createPresence } from "./presence.ts";
import { bookableNow } from "./rules.ts";
import { lineChannel } from "./service.ts";
import { createWatch, type Watched } from "./watch.ts";

/** A crowd hears what is new at most four times a second, less often when it is large (decision 0042). */
export const lookEveryMs = 250;
const mostToldPerSecond = 15_000;
/** A look that comes this much early by its timer is not put off to the next. */
const jitterMs = 10;
/** Changes by other processes are seen at the latest after this. */
const sweepEveryMs = 1_000;
const mostGone = 200;
const slotsPerLook = 500;
const arrivalsPerLook = 1_000;
const mostEntriesOfPerson = 50;

interface World {
  readonly live: Pick<Live, "topic" | "deliver">;
  readonly bus: Pick<Bus, "subscribe">;
  readonly news: LineNews;
  readonly presence: PresenceBook;
  readonly line: Pick<Line, "mine">;
  readonly clock: Pick<Clock, "now">;
  readonly onTrouble: (error: unknown) => void;
}

/** What is new about a slot to those who follow it. */
interface ToTell {
  readonly watched: Watched;
  readonly latest: News;
}

function frameOf({ fillsGaps, largestParty, slot, ...news }: News, here: number): SlotFrame {
  const { rev, held, capacity, waiting, paused, listOpen, filledAt, closedAt, departed, next, gone } = news;
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
    closedAt,
    departed,
    ...(next === null ? {} : { next }),
    gone: gone && [...gone],
    here,
  };
}

/**
 * The topics `slot:ID` and `me`. What followers are told is read from the database, one statement for 500 slots, when
 * somebody here changed the slot and each second in any case: a hint that is lost costs a second and nothing else. What
 * could not be read is read again in the next look, and counts as told only when it was.
 */
export function createLineLive({ live, bus, news, presence: book, line, clock, onTrouble }: World) {
  const watch = createWatch();
  const presence = createPresence({ book, clock, waiters: watch.waiters });
  const owed = createOwed({ watch, news, line });
  /** Who came to follow their entries and was not looked up yet. */
  const arrivals = new Set<PersonId>();
  let sweptAt = 0;
  let tellFrom = 0;
  let isTelling = false;
  let lookedAt = 0;

  function openTopics(): void {
    live.topic("slot", {
      access: "anyone",
      followed(id, follower) {
        if (!isSlotId(id)) return { problem: "not-found" };
        const watched = watch.follow(id as SlotId, follower);
        if (watched.told !== null) {
          follower.send(JSON.stringify({ slot: frameOf({ ...watched.told, gone: [] }, watched.looking.size) }));
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
      if (entry !== null) owed.tell(person, entry);
      else owed.ask({ person, slot }).catch(onTrouble);
    }
  });

  const isNews = ({ told, hereTold, looking }: Watched, latest: News) =>
    told?.rev !== latest.rev || hereTold !== looking.size;

  /** Who hears what; from now on it counts as told. */
  function addressed({ watched, latest }: ToTell): Addressed {
    const { followers, told, looking } = watched;
    const gone = told === null ? [] : latest.gone;
    watched.hereTold = looking.size;
    watched.told = latest;
    return { followers, messages: [{ slot: frameOf({ ...latest, gone }, looking.size) }] };
  }
  /** Looks go on meanwhile: one's own news does not wait until a crowd was written to. */
  function tell(news: readonly ToTell[], now: number): void {
    isTelling = true;
    live
      .deliver(news.map(addressed))
      .then((told) => {
        // Unless the clock was set back meanwhile.
        if (lookedAt >= now) tellFrom = now + (told / mostToldPerSecond) * 1000 - jitterMs;
      })
      .catch(onTrouble)
      .finally(() => {
        isTelling = false;
      });
  }

  function refuse(watched: Watched): void {
    const { slot, followers } = watched;
    for (const follower of followers) follower.drop(`slot:${slot}`, { problem: "not-found" });
    // It may have been let go of, and followed anew, while it was looked up; that one has its own look.
    if (watch.slots.get(slot) === watched) watch.slots.delete(slot);
  }

  async function welcome(): Promise<void> {
    const people = [...arrivals].slice(0, arrivalsPerLook);
    if (people.length === 0) return;
    const found = await news.liveEntries(people, people.length * mostEntriesOfPerson);
    for (const person of people) arrivals.delete(person);
    for (const { person, slot, state } of found) {
      watch.hasEntry(person, slot, state);
      if (state === "waiting" || state === "waitlisted") presence.arrive(person);
    }
  }

  /** Owes whoever is affected their own entry; answers what everybody is to be told. */
  async function read(stale: readonly Watched[]): Promise<ToTell[]> {
    const asked = stale.map(({ slot, told, looked }) => ({ slot, since: (told ?? looked)?.departed ?? null }));
    const found = new Map((await news.read(asked, mostGone)).map((latest) => [latest.slot, latest]));
    const toTell: ToTell[] = [];
    for (const watched of stale) {
      const latest = found.get(watched.slot);
      if (latest === undefined) {
        // What is still being written about it must not come after the refusal.
        if (isTelling) watched.isStale = true;
        else refuse(watched);
        continue;
      }
      await owed.oweAffected(watched, latest);
      watched.looked = latest;
      if (isNews(watched, latest)) toTell.push({ watched, latest });
    }
    return toTell;
  }
  async function look(stale: readonly Watched[]): Promise<ToTell[]> {
    for (const watched of stale) watched.isStale = false;
    try {
      return await read(stale);
    } catch (error) {
      for (const watched of stale) watched.isStale = true;
      throw error;
    }
  }
  async function lookAround(): Promise<void> {
    const now = clock.now();
    // Set back: what was to come then would be long in coming.
    if (now < lookedAt) tellFrom = sweptAt = 0;
    lookedAt = now;
    const isSweep = now - sweptAt >= sweepEveryMs;
    if (isSweep) sweptAt = now;
    const stale = [...watch.slots.values()].filter((watched) => isSweep || watched.isStale);
    const toTell: ToTell[] = [];
    try {
      for (let start = 0; start < stale.length; start += slotsPerLook) {
        toTell.push(...(await look(stale.slice(start, start + slotsPerLook))));
      }
    } finally {
      if (toTell.length > 0 && now >= tellFrom && !isTelling) tell(toTell, now);
      else for (const { watched } of toTell) watched.isStale = true;
    }
  }

  openTopics();
  return {
    keepPresence: presence.tick,
    /** To be called every `lookEveryMs`: reads and tells what is new, at most as often as promised. */
    async tick(): Promise<void> {
      const failures: unknown[] = [];
      for (const step of [welcome, lookAround, owed.pay]) {
        await step().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw new AggregateError(failures, "some live messages have to wait");
    },
  };
}
