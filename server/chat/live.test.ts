import { expect, test } from "vitest";
import type { StoreId } from "../../shared/ids.ts";
import { createLocalBus } from "../platform/bus/bus.local.ts";
import type { Follower, TopicKind } from "../platform/live/index.ts";
import { createRoomsLive } from "./live.ts";
import type { GuestBook, RoomBook } from "./ports.ts";

const store = "5" as StoreId;

/** Rooms over a book that answers when the test says so; no store has one. */
function openRooms() {
  let topic: TopicKind | undefined;
  const answers: (() => void)[] = [];
  const views: RoomBook["views"] = () => new Promise((resolve) => answers.push(() => resolve([])));
  const { tick } = createRoomsLive({
    live: {
      topic: (_, kind) => {
        topic = kind;
      },
      verb: () => undefined,
      deliver: async () => 0,
    },
    bus: createLocalBus(),
    rooms: { say: async () => ({ problem: "not-found" }) },
    book: { views, history: async () => [] },
    guests: {} as GuestBook,
    clock: { now: () => 10_000 },
    onTrouble: () => undefined,
  });
  const dropped: Follower[] = [];
  return {
    topic: topic as TopicKind | undefined as TopicKind,
    tick,
    answers,
    dropped,
    follower(): Follower {
      const mine: Follower = {
        caller: null,
        send: () => undefined,
        sendFrame: () => undefined,
        drop: () => void dropped.push(mine),
      };
      return mine;
    },
  };
}

test("S13: a room that is opened anew while the last look finds none is looked up too", async () => {
  const { topic, tick, answers, dropped, follower } = openRooms();
  const [first, second] = [follower(), follower()];
  topic.followed(store, first, null);
  const looking = tick();
  topic.unfollowed(store, first);
  topic.followed(store, second, null);
  answers[0]?.();
  await looking;
  expect(dropped).toEqual([]);
  const again = tick();
  expect(answers).toHaveLength(2);
  answers[1]?.();
  await again;
  expect(dropped).toEqual([second]);
});
