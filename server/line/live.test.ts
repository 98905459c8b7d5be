import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry, EntryState, LiveState } from "../../shared/line.ts";
import type { Follower, TopicKind } from "../platform/live/index.ts";
import { createLineLive } from "./live.ts";
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
  largestParty: 1,
};

/** A line whose entries are what the test says; the first person has ticket 1. */
function createFakeLine(states: Record<string, EntryState>) {
  const people = Object.keys(states) as PersonId[];
  const asked: PersonId[] = [];
  const latest = { rev: 1, gone: [] as readonly number[] };
  const isOffered = (person: PersonId) => states[person] === "offered";
  const news: LineNews = {
    read: async () => [{ ...unchanging, ...latest } satisfies News],
    owners: async (_, tickets) => tickets.map((ticket) => people[ticket - 1] as PersonId),
    offered: async (_, some) => some.filter(isOffered),
    liveEntries: async (some) => some.map((person) => ({ person, slot, state: states[person] as LiveState })),
  };
  const mine = async (_: SlotId, person: PersonId) => {
    asked.push(person);
    return { slotId: slot, state: states[person] } as Entry;
  };
  return { people, asked, latest, news, mine };
}

/** The live messages of a line with everybody in it looking. */
function openLine(states: Record<string, EntryState>) {
  const { people, asked, latest, news, mine } = createFakeLine(states);
  const topics = new Map<string, TopicKind>();
  let now = 0;
  const live = createLineLive({
    live: { topic: (name, kind) => topics.set(name, kind), broadcast: async () => undefined },
    bus: { subscribe: () => () => undefined },
    news,
    presence: { mostAtOnce: 1, keep: async () => undefined },
    line: { mine },
    clock: { now: () => now },
    onTrouble: (error) => {
      throw error;
    },
  });
  const heard: Record<string, EntryState[]> = {};
  for (const person of people) {
    const told: EntryState[] = [];
    heard[person] = told;
    const send = (text: string | Buffer) => told.push(JSON.parse(String(text)).entry.state);
    topics.get("me")?.followed("", { caller: { id: person } as Follower["caller"], send, drop: () => undefined });
  }
  return {
    asked,
    heard,
    /** These entries are different now, these tickets left, and the line says that it changed. */
    async change(change: Record<string, EntryState>, gone: readonly number[] = []): Promise<void> {
      Object.assign(states, change);
      Object.assign(latest, { rev: latest.rev + 1, gone });
      now += sweepMs;
      await live.tick();
    },
  };
}

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
