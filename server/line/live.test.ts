import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry, EntryState, LiveState } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";
import type { Follower, TopicKind } from "../platform/live/index.ts";
import { createLineLive, lookEveryMs } from "./live.ts";
import type { LineNews, News } from "./ports.ts";

const slot = "5" as SlotId;
const sweepMs = 1_000;
const unchanging = {
  slot,
  departed: 0,
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
  const latest: Pick<News, "rev" | "gone" | "closedAt"> = { rev: 1, gone: [], closedAt: null };
  function answer<Answered>(read: Read, answered: Answered): Answered {
    if (failing.delete(read)) throw new Error(`${read} fails, as the test wishes`);
    return answered;
  }
  const news: LineNews = {
    read: async () => answer("read", [{ ...unchanging, ...latest } satisfies News]),
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
  function becomes(change: Record<string, EntryState>, gone: readonly number[] | null = []): void {
    Object.assign(states, change);
    Object.assign(latest, { rev: latest.rev + 1, gone });
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

/** Counts messages about the slot to all of its followers together, and keeps how many they are in the last one. */
function createFakeAudience() {
  let count = 0;
  let here = 0;
  const broadcast = async (followers: ReadonlySet<Follower>, message: object) => {
    count += followers.size;
    here = (message as { slot: SlotFrame }).slot.here;
  };
  return { broadcast, sent: () => count, here: () => here };
}

/** The live messages of a line with everybody in it looking. */
function openLine(states: Record<string, EntryState>) {
  const { people, asked, failing, becomes, isClosed, news, mine } = createFakeLine(states);
  const topics = new Map<string, TopicKind>();
  const { subscribe, publish } = createFakeBus();
  let now = 0;
  const { broadcast, sent, here } = createFakeAudience();
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
    ...{ asked, failing, heard, becomes, topics, sent, here, isClosed },
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

test.each([
  [10, 40],
  [7_500, 20],
  [30_000, 5],
])(
  "P5: in 10 s of changes %d followers hear at most %d times: 15,000 messages a second, four of a slot",
  async (followers, times) => {
    const { becomes, hint, look, topics, sent } = openLine({});
    const nothing = { caller: null, send: () => undefined, sendFrame: () => undefined, drop: () => undefined };
    for (let at = 0; at < followers; at += 1) topics.get("slot")?.followed(slot, { ...nothing }, null);
    for (let elapsedMs = 0; elapsedMs < 10_000; elapsedMs += lookEveryMs) {
      becomes({});
      hint();
      await look();
    }
    expect(sent() / followers).toBeLessThanOrEqual(times + 1);
    expect(sent() / followers).toBeGreaterThanOrEqual(times / 2);
  },
);

test("here are people: several windows count once until the last closes, a stranger each socket", async () => {
  const { look, topics, here } = openLine({});
  const window = (id: string | null) => {
    const caller = id === null ? null : ({ id } as Follower["caller"]);
    return { caller, send: () => undefined, sendFrame: () => undefined, drop: () => undefined };
  };
  const [first, second, other, stranger] = [window("1"), window("1"), window("2"), window(null)];
  async function hereAfter(does: "followed" | "unfollowed", ...followers: Follower[]): Promise<number> {
    for (const follower of followers) topics.get("slot")?.[does](slot, follower, null);
    await look(sweepMs);
    return here();
  }
  expect(await hereAfter("followed", first, first, second)).toBe(1);
  expect(await hereAfter("followed", other, stranger, window(null))).toBe(4);
  expect(await hereAfter("unfollowed", first)).toBe(4);
  expect(await hereAfter("unfollowed", second, second, stranger)).toBe(2);
});

test("whoever follows a slot that is known already is told at once, and nobody else is told again", async () => {
  const { becomes, look, topics, sent } = openLine({});
  const told: SlotFrame[] = [];
  const send = (text: string) => told.push(JSON.parse(text).slot);
  const follow = () =>
    topics.get("slot")?.followed(slot, { caller: null, send, sendFrame: () => undefined, drop: () => undefined }, null);
  follow();
  expect(told, "nothing was read of it yet").toEqual([]);
  becomes({}, [1]);
  await look(sweepMs);
  const before = sent();
  follow();
  expect(told).toMatchObject([{ id: slot, rev: 2, capacity: 9, gone: [], here: 2 }]);
  expect(sent()).toBe(before);
});

test("a clock that is set back by an hour silences nobody", async () => {
  const { becomes, look, topics, sent } = openLine({});
  const nothing = { caller: null, send: () => undefined, sendFrame: () => undefined, drop: () => undefined };
  topics.get("slot")?.followed(slot, nothing, null);
  await look(7_200_000);
  const before = sent();
  becomes({});
  await look(-3_600_000);
  await look();
  expect(sent()).toBe(before + 1);
});

test("an offer that still stands is not read and sent again whenever its line changes", async () => {
  const { asked, heard, change } = openLine({ a: "offered", b: "offered", c: "waitlisted" });
  for (let times = 0; times < 5; times += 1) await change({});
  expect(asked).toEqual([]);
  await change({ a: "expired", c: "offered" }, [3]);
  expect(heard).toEqual({ a: ["expired"], b: [], c: ["offered"] });
  await change({});
  await change({ c: "expired" });
  expect(heard).toEqual({ a: ["expired"], b: [], c: ["offered", "expired"] });
  expect(asked).toEqual(["a", "c", "c"]);
});

test.each(["read", "owners", "mine"] as const)(
  "S23: when what is new cannot be read (%s), it is told in the next look and not forgotten",
  async (read) => {
    const { failing, heard, becomes, hint, look } = openLine({ a: "waitlisted" });
    await look();
    becomes({ a: "confirmed" }, [1]);
    failing.add(read);
    hint();
    await look();
    expect(failing.size).toBe(0);
    expect(heard).toEqual({ a: [] });
    await look();
    expect(heard).toEqual({ a: ["confirmed"] });
    for (let times = 0; times < 5; times += 1) await look();
    expect(heard).toEqual({ a: ["confirmed"] });
  },
);

test("S23: whoever came while nothing could be read is looked up in the next look", async () => {
  const { failing, heard, change, look } = openLine({ a: "waitlisted" });
  failing.add("liveEntries");
  await look();
  await look();
  await change({ a: "confirmed" }, [1]);
  expect(heard).toEqual({ a: ["confirmed"] });
});

test("S23: an entry that its own change could not read is told all the same", async () => {
  const { failing, heard, becomes, hint, look } = openLine({ a: "waitlisted" });
  await look();
  becomes({ a: "left" });
  failing.add("mine");
  hint("a");
  await look();
  expect(heard).toEqual({ a: ["left"] });
});

test("whoever has a seat is told that it went with a slot that the host closed, and nobody is told twice", async () => {
  const { asked, heard, isClosed, hint, look } = openLine({ a: "confirmed", b: "confirmed" });
  await look();
  isClosed({ a: "cancelled", b: "cancelled" });
  hint();
  for (let times = 0; times < 5; times += 1) await look();
  expect(heard).toEqual({ a: ["cancelled"], b: ["cancelled"] });
  expect(asked).toEqual(["a", "b"]);
});

test("S23: more than 200 who leave at once are each told of their entry, 200 a look, and nobody else is", async () => {
  const everybody = Array.from({ length: 300 }, (_, at) => `p${at}`);
  const all = (state: EntryState) => Object.fromEntries(everybody.map((person) => [person, state]));
  const { asked, heard, becomes, hint, look } = openLine({ ...all("waitlisted"), last: "waitlisted" });
  await look();
  becomes(all("confirmed"), null);
  hint();
  await look();
  expect(asked).toHaveLength(200);
  await look();
  expect(asked).toHaveLength(300);
  expect(everybody.map((person) => heard[person])).toEqual(everybody.map(() => ["confirmed"]));
  expect(heard.last).toEqual([]);
});

test("S23: when many change elsewhere at once, 20 are asked for at once and the rest with the next looks", async () => {
  const everybody = Array.from({ length: 300 }, (_, at) => `p${at}`);
  const { asked, heard, hint, look } = openLine(Object.fromEntries(everybody.map((person) => [person, "confirmed"])));
  hint(...everybody);
  expect(asked).toHaveLength(20);
  await look();
  expect(asked).toHaveLength(220);
  await look();
  expect(everybody.map((person) => heard[person])).toEqual(everybody.map(() => ["confirmed"]));
});
