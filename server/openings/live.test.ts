import { expect, test } from "vitest";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Caller } from "../platform/http/index.ts";
import type { Follower, TopicKind } from "../platform/live/index.ts";
import { createOpeningLive } from "./live.ts";
import type { Seen } from "./ports.ts";

const store = "7" as StoreId;
const line = { capacity: 10, held: 1, waiting: 0, joined: 1 };
const seen: Seen = {
  ...{ store, opening: null, isClosed: false, opensAt: "2030-01-01T00:00:00.000Z", second: 1 },
  ...{ slotCount: 1, pausedCount: 0, all: { ...line, seatsLeft: 9 }, slots: [], tallies: [] },
};

function person(id: string) {
  const refused: string[] = [];
  const caller: Pick<Caller, "id" | "role"> = { id: id as PersonId, role: "visitor" };
  const follower: Follower = {
    caller: caller as Caller,
    send: () => undefined,
    sendFrame: () => undefined,
    drop: (topic) => void refused.push(topic),
  };
  return { follower, refused };
}

test("I11: who comes while it is asked who may watch is told nothing before they were asked about", async () => {
  const [host, stranger] = [person("1"), person("2")];
  let topic: TopicKind | undefined;
  const told: Follower[][] = [];
  let asked = 0;
  const live = createOpeningLive({
    live: {
      topic: (_name, kind) => {
        topic = kind;
      },
      deliver: async (parts) => {
        for (const { followers } of parts) told.push([...followers] as Follower[]);
        return told.length;
      },
    },
    shelf: {
      mayWatch: async (people) => {
        asked += 1;
        if (asked === 1) topic?.followed(store, stranger.follower, null);
        return people.map(({ id }) => id === "1");
      },
      see: async () => [seen],
    },
    clock: { now: () => 0 },
  });

  topic?.followed(store, host.follower, null);
  await live.tick();
  expect(told).toEqual([[host.follower]]);
  expect(stranger.refused).toEqual([]);
  await live.tick();
  expect(told.flat()).not.toContain(stranger.follower);
  expect(stranger.refused).toEqual([`opening:${store}`]);
});
