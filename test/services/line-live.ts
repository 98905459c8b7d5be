import { createLineLive, lookEveryMs } from "../../server/line/live.ts";
import type { LineNews, News } from "../../server/line/ports.ts";
import type { Follower, TopicKind } from "../../server/platform/live/index.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry, EntryState, LiveState } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";

export const slot = "5" as SlotId;
export const sweepMs = 1_000;
const unchanging = {
  held: 0,
  capacity: 9,
  waiting: 0,
  paused: false,
  listOpen: true,
  filledAt: null,
  fillsGaps: false,
  next: null,
  largestParty: 1,
};

type Read = "read" | "owners" | "among" | "liveEntries" | "mine";

/** A line whose entries are what the test says; the first person has ticket 1. What is in `failing` fails once. */
function createFakeLine(states: Record<string, EntryState>) {
  const people = Object.keys(states) as PersonId[];
  const asked: PersonId[] = [];
  const failing = new Set<Read>();
  const latest: Pick<News, "rev" | "closedAt"> = { rev: 1, closedAt: null };
  /** Tickets that left, null for some that are not listed. */
  const departures: (number | null)[] = [];
  function answer<Answered>(read: Read, answered: Answered): Answered {
    if (failing.delete(read)) throw new Error(`${read} fails, as the test wishes`);
    return answered;
  }
  const quiet = { rev: 1, closedAt: null, departed: 0, gone: [] };
  function busy(since: number | null): Pick<News, "rev" | "closedAt" | "departed" | "gone"> {
    const gone = since === null ? [] : departures.slice(since);
    const listed = gone.filter((ticket) => ticket !== null);
    return { ...latest, departed: departures.length, gone: listed.length === gone.length ? listed : null };
  }
  const news: LineNews = {
    read: async (asked) =>
      answer(
        "read",
        asked.map((each) => ({ ...unchanging, ...(each.slot === slot ? busy(each.since) : quiet), slot: each.slot })),
      ),
    owners: async (_, tickets) =>
      answer(
        "owners",
        tickets.map((ticket) => people[ticket - 1] as PersonId),
      ),
    among: async (_, some, wanted) =>
      answer(
        "among",
        some.filter((person) => wanted.includes(states[person] as LiveState)),
      ),
    liveEntries: async (some) =>
      answer(
        "liveEntries",
        some.map((person) => ({ person, slot, state: states[person] as LiveState })),
      ),
  };
  const mine = async (_: SlotId, person: PersonId) => {
    const entry = answer("mine", { slotId: slot, state: states[person] } as Entry);
    asked.push(person);
    return entry;
  };
  /** These entries are different now, and these tickets left; nobody has looked yet. */
  function becomes(change: Record<string, EntryState>, gone: readonly (number | null)[] = []): void {
    Object.assign(states, change);
    departures.push(...gone);
    Object.assign(latest, { rev: latest.rev + 1 });
  }
  /** The same, and the host has closed the slot. */
  function isClosed(change: Record<string, EntryState>): void {
    becomes(change);
    Object.assign(latest, { closedAt: "2026-11-28T11:00:00.000Z" });
  }
  return { people, asked, failing, becomes, isClosed, news, mine };
}

function createFakeBus() {
  const listeners: ((message: unknown) => void)[] = [];
  return {
    subscribe(_: string, listener: (message: unknown) => void) {
      listeners.push(listener);
      return () => undefined;
    },
    publish(message: unknown): void {
      for (const listener of listeners) listener(message);
    },
  };
}

/** Each of them follows their own entries; answers what they hear, as it comes. */
function followAll(people: readonly PersonId[], topics: ReadonlyMap<string, TopicKind>) {
  const heard: Record<string, EntryState[]> = {};
  for (const person of people) {
    const told: EntryState[] = [];
    heard[person] = told;
    const send = (text: string) => told.push(JSON.parse(text).entry.state);
    const silent = { sendFrame: () => undefined, drop: () => undefined };
    topics.get("me")?.followed("", { caller: { id: person } as Follower["caller"], send, ...silent }, null);
  }
  return heard;
}

/** Counts messages about slots to all followers together, and keeps who is here and who is gone by the last one. */
function createFakeAudience() {
  let count = 0;
  let here = 0;
  let gone: SlotFrame["gone"] = null;
  const broadcast = async (followers: ReadonlySet<Follower>, message: object) => {
    count += followers.size;
    ({ here, gone } = (message as { slot: SlotFrame }).slot);
  };
  return { broadcast, sent: () => count, here: () => here, gone: () => gone };
}

export const nobodyHears = { caller: null, send: () => undefined, sendFrame: () => undefined, drop: () => undefined };

/** The live messages of a line with everybody in it looking; of every other slot nothing is ever new. */
export function openLine(states: Record<string, EntryState>) {
  const { people, asked, failing, becomes, isClosed, news, mine } = createFakeLine(states);
  const topics = new Map<string, TopicKind>();
  const { subscribe, publish } = createFakeBus();
  let now = 0;
  const { broadcast, sent, here, gone } = createFakeAudience();
  const live = createLineLive({
    live: { topic: (name, kind) => topics.set(name, kind), broadcast },
    bus: { subscribe },
    news,
    presence: { mostAtOnce: 1, keep: async () => undefined },
    line: { mine },
    clock: { now: () => now },
    onTrouble: () => undefined,
  });
  const heard = followAll(people, topics);
  return {
    ...{ asked, failing, heard, becomes, topics, sent, here, gone, isClosed },
    /** The line changed; perhaps the entry of this person, which has to be asked for. */
    hint(...persons: string[]): void {
      publish({ slot, people: persons.map((person) => ({ person, entry: null })) });
    },
    /** The next look; what it fails with comes in the one after it. */
    async look(afterMs = lookEveryMs): Promise<void> {
      now += afterMs;
      await live.tick().catch(() => undefined);
    },
    /** The same, and the line says that it changed. */
    async change(change: Record<string, EntryState>, gone: readonly number[] = []): Promise<void> {
      becomes(change, gone);
      now += sweepMs;
      await live.tick();
    },
  };
}
