import { expect, test } from "vitest";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Follower } from "../platform/live/index.ts";
import { createGuests } from "./guests.ts";
import type { GuestBook } from "./ports.ts";

const store = "5" as StoreId;
const person = "7" as PersonId;
const window = () => ({}) as Follower;

/** A book as presence.sql keeps it, for one person, and two processes whose seconds a test lets go by. */
function createHouse() {
  let second = 0;
  let presentUntil = 0;
  let isPresent = false;
  const notices: string[] = [];
  const book: GuestBook = {
    async keep(_store, _people, seconds) {
      if (!isPresent) notices.push(`join ${second}`);
      isPresent = true;
      presentUntil = Math.max(presentUntil, second + seconds);
      return true;
    },
    async release(_store, _people, seconds) {
      presentUntil = Math.min(presentUntil, second + seconds);
    },
    async dismiss() {
      if (!isPresent || presentUntil >= second) return [];
      isPresent = false;
      notices.push(`leave ${second}`);
      return [store];
    },
  };
  const open = () => createGuests({ book, now: () => second * 1_000, onNews: () => undefined });
  const processes = [open(), open()] as const;
  return {
    processes,
    notices,
    async pass(seconds: number, running = [...processes]) {
      for (const end = second + seconds; second < end; second += 1) for (const each of running) await each.tick();
    },
  };
}

test("S17: who closes one of two windows is there by the other process, and is not said to have left", async () => {
  const { processes, notices, pass } = createHouse();
  const [one, other] = processes;
  const closing = window();
  one.arrive(store, person, closing);
  other.arrive(store, person, window());
  await pass(23);
  one.leave(store, person, closing);
  await pass(120);
  expect(notices).toEqual(["join 0"]);
});

test("S15: who closes the last window has left soon after; who was on a killed process, within a minute", async () => {
  const { processes, notices, pass } = createHouse();
  const closing = window();
  processes[0].arrive(store, person, closing);
  await pass(10);
  processes[0].leave(store, person, closing);
  await pass(40);
  expect(notices).toEqual(["join 0", expect.stringMatching(/^leave (3\d|4[0-4])$/)]);
  processes[0].arrive(store, person, window());
  await pass(2);
  await pass(60, [processes[1]]);
  expect(notices).toHaveLength(4);
});

test("S15: who speaks before the second is over is announced first, once, and nobody waits who was", async () => {
  const { processes, notices, pass } = createHouse();
  const [one] = processes;
  one.arrive(store, person, window());
  const first = one.coming(store, person);
  expect(first).not.toBeNull();
  // What they say right after it waits for the same, so that both stay in order.
  expect(one.coming(store, person)).toBe(first);
  await first;
  expect(notices).toEqual(["join 0"]);
  expect(one.coming(store, person)).toBeNull();
  await pass(3);
  expect(notices).toEqual(["join 0"]);
});
