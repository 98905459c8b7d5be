import { createLineLive, lookEveryMs } from "../../server/line/live.ts";
import type { LineNews, News } from "../../server/line/ports.ts";
import type { Addressed, Follower, TopicKind } from "../../server/platform/live/index.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry, EntryState, LiveState } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";

export const slot = "5" as SlotId;
export const sweepMs = 1_000;
const presenceRoundMs = 60_000;
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

type Read = "read" | "owners" | "among" | "liveEntries" | "mine" | "deliver";

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
  const busySlots = new Set<string>([slot]);
  /** Slots that are gone altogether. */
  const missing = new Set<string>();
  const reads: SlotId[][] = [];
  const read: LineNews["read"] = async (some) => {
    reads.push(some.map((each) => each.slot));
    const newsOf = (each: (typeof some)[number]) => (busySlots.has(each.slot) ? busy(each.since) : quiet);
    const there = some.filter((each) => !missing.has(each.slot));
    return answer(
      "read",
      there.map((each) => ({ ...unchanging, ...newsOf(each), slot: each.slot })),
    );
  };
  const news: LineNews = {
    read,
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
  return { people, asked, reads, failing, busySlots, missing, becomes, isClosed, news, mine };
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

/** Each of them follows their own entries; answers what they hear, as it comes, and how each leaves. */
function followAll(people: readonly PersonId[], topics: ReadonlyMap<string, TopicKind>) {
  const heard: Record<string, EntryState[]> = {};
  const leave: (() => void)[] = [];
  for (const person of people) {
    const told: EntryState[] = [];
    heard[person] = told;
    const send = (text: string) => told.push(JSON.parse(text).entry.state);
    const silent = { sendFrame: () => undefined, drop: () => undefined };
    const window = { caller: { id: person } as Follower["caller"], send, ...silent };
    topics.get("me")?.followed("", window, null);
    leave.push(() => topics.get("me")?.unfollowed("", window));
  }
  return { heard, leave };
}

/** Counts who was written to and messages about slots, and keeps who is here and who is gone by the last of them. */
function createFakeAudience(failing: Set<Read>) {
  const counts = { sent: 0, messages: 0 };
  let here = 0;
  let gone: SlotFrame["gone"] = null;
  let written: Promise<void> = Promise.resolve();
  const deliver = async (parts: readonly Addressed[]) => {
    const told = new Set(parts.flatMap(({ followers }) => [...followers])).size;
    counts.sent += told;
    for (const { followers, messages } of parts) {
      counts.messages += followers.size * messages.length;
      ({ here, gone } = (messages.at(-1) as { slot: SlotFrame }).slot);
    }
    await written;
    if (failing.delete("deliver")) throw new Error("deliver fails, as the test wishes");
    return told;
  };
  /** From now on a crowd is being written to until `write` is called. */
  function hold(): () => void {
    let write = (): void => undefined;
    written = new Promise((resolve) => {
      write = resolve;
    });
    return write;
  }
  return {
    deliver,
    hold,
    sent: () => counts.sent,
    messages: () => counts.messages,
    here: () => here,
    gone: () => gone,
  };
}

export const nobodyHears = { caller: null, send: () => undefined, sendFrame: () => undefined, drop: () => undefined };

/** The live messages of a line with everybody in it looking; of slots that are not among `busySlots` nothing is new. */
export function openLine(states: Record<string, EntryState>) {
  const { people, news, mine, ...line } = createFakeLine(states);
  const topics = new Map<string, TopicKind>();
  const { subscribe, publish } = createFakeBus();
  let now = 0;
  const { deliver, ...audience } = createFakeAudience(line.failing);
  const kept: PersonId[] = [];
  const live = createLineLive({
    live: { topic: (name, kind) => topics.set(name, kind), deliver },
    bus: { subscribe },
    news,
    presence: { mostAtOnce: 100, keep: async (present) => void kept.push(...present) },
    line: { mine },
    clock: { now: () => now },
    onTrouble: () => undefined,
  });
  const { heard, leave } = followAll(people, topics);
  return {
    ...{ ...line, ...audience, heard, leave, topics, kept },
    /** The busy slots changed; perhaps the entry of this person, which has to be asked for. */
    hint(...persons: string[]): void {
      const asked = persons.map((person) => ({ person, entry: null }));
      for (const each of line.busySlots) publish({ slot: each, people: asked });
    },
    /** The next look; what it fails with comes in the one after it. */
    async look(afterMs = lookEveryMs): Promise<void> {
      now += afterMs;
      await live.tick().catch(() => undefined);
    },
    /** The same, and the line says that it changed. */
    async change(change: Record<string, EntryState>, gone: readonly number[] = []): Promise<void> {
      line.becomes(change, gone);
      now += sweepMs;
      await live.tick();
    },
    /** Who waits is present for so long still. */
    async keepPresence(): Promise<void> {
      now += presenceRoundMs;
      await live.keepPresence();
    },
  };
}
