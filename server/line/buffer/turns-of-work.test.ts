import { expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Buffer, Entrances, Given } from "./ports.ts";
import { createWorker } from "./worker.ts";

const [crowded, other, broken] = ["1", "2", "3"] as SlotId[] as [SlotId, SlotId, SlotId];
const mostBatches = 60;

const givenTo = (people: readonly string[]): Given[] =>
  people.map((person, at) => ({ ticket: at + 1, person: person as PersonId, partySize: 1, key: "key", gone: false }));

/** A worker whose slots have work for as long as the test says; and what came to the ledger, slot by slot. */
function workerOf(wish: {
  busy: (turn: number) => SlotId[];
  given?: Given[];
  left: (slot: SlotId) => number;
  write?: (slot: SlotId) => Promise<void>;
  elapsedMs?: () => number;
}) {
  const written: { slot: SlotId; given: readonly Given[] }[] = [];
  const failed: SlotId[] = [];
  let turns = 0;
  const buffer: Pick<Buffer, "busy" | "claim" | "handOver"> = {
    async busy() {
      turns += 1;
      return wish.busy(turns);
    },
    async claim() {
      if (written.length > mostBatches) throw new Error("the crowd never ends");
      return { state: "work", lease: "a 1", epoch: 1, given: wish.given ?? givenTo(["7"]) };
    },
    handOver: async ({ slot }) => wish.left(slot),
  };
  const write: Entrances["write"] = async (slot, _epoch, given) => {
    written.push({ slot, given });
    await wish.write?.(slot);
    return { refused: null, entries: given.map(() => null), waiting: 0, departed: 0, free: 0 };
  };
  const worker = createWorker({
    ...{ buffer, entrances: { write }, name: "a", mostPerBatch: 10, elapsedMs: wish.elapsedMs ?? (() => 0) },
    ...{ clock: { wait: async () => undefined }, onFailed: (slot) => failed.push(slot) },
    ...{ onWritten: () => undefined, onOtherEpoch: async () => undefined, onOutOfTurn: async () => undefined },
  });
  const times = (slot: SlotId) => written.filter((each) => each.slot === slot).length;
  return { worker, written, failed, times, turns: () => turns };
}

test("D2: a slot whose first tickets come while another's crowd presses waits for a batch, no more", async () => {
  const { worker, written } = workerOf({
    busy: (turn) => (turn === 1 ? [crowded] : [crowded, other]),
    left: (slot) => (slot === crowded ? 1_000 : 0),
  });
  await worker.work(() => written.some(({ slot }) => slot === other));
  expect(written.map(({ slot }) => slot)).toEqual([crowded, crowded, other]);
});

test("TRUST: a worker that is told to end does so after the batch it is at, however many press", async () => {
  const { worker, turns } = workerOf({ busy: () => [crowded], left: () => 1_000 });
  await worker.work(() => turns() === 2);
  expect(turns()).toBe(2);
});

test("TRUST: told to end, a worker goes through no more slots than those whose batches it is at", async () => {
  const nine = Array.from({ length: 9 }, (_, at) => `${at + 10}` as SlotId);
  const { worker, written } = workerOf({ busy: () => nine, left: () => 1_000 });
  await worker.work(() => written.length > 0);
  expect(written).toHaveLength(4);
});

/** What somebody else holds until the test lets go of it. */
function createLock() {
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const fail = async (slot: SlotId) => {
  if (slot === broken) throw new Error("broken");
};

test("decision 0039: a slot that failed is told and put off, and the crowd of another goes on", async () => {
  let now = 0;
  const { worker, failed, times } = workerOf({
    ...{ busy: () => [broken, crowded], left: () => 1_000, write: fail, elapsedMs: () => now },
  });
  const untilCrowdWas = (batches: number) => worker.work(() => times(crowded) >= batches);
  await untilCrowdWas(10);
  expect([failed, times(crowded)]).toEqual([[broken], 10]);
  // After the first failure 50 to 100 ms, after the second 100 to 200 ms.
  for (const [at, [moment, tries]] of (
    [
      [49, 1],
      [100, 2],
      [199, 2],
      [300, 3],
    ] as const
  ).entries()) {
    now = moment;
    await untilCrowdWas(20 + 10 * at);
    expect(times(broken)).toBe(tries);
  }
});

test("decision 0039: put off, a slot is tried again soon after it failed, however often it did", async () => {
  let now = 0;
  const { worker, times } = workerOf({ busy: () => [broken], left: () => 0, write: fail, elapsedMs: () => now });
  for (let tries = 1; tries <= 20; tries += 1) {
    await worker.work();
    await worker.work();
    expect(times(broken)).toBe(tries);
    now += 800;
  }
});

test("decision 0039: the crowd of a slot does not wait for another that is locked", async () => {
  const lock = createLock();
  const { worker, times } = workerOf({
    ...{ busy: () => [broken, crowded], left: () => 1_000 },
    write: (slot) => (slot === broken ? lock.opened : Promise.resolve()),
  });
  const working = worker.work(() => times(crowded) >= 10);
  await waitUntil(() => times(crowded) >= 10, { what: "the crowd goes on" });
  lock.open();
  await working;
  expect([times(broken), times(crowded)]).toEqual([1, 10]);
});

test("decision 0039: slots that failed and are locked again leave room for all others", async () => {
  let [now, isLocked] = [0, false];
  const lock = createLock();
  const locked = Array.from({ length: 9 }, (_, at) => `${at + 10}` as SlotId);
  const { worker, failed, times } = workerOf({
    ...{ busy: () => [...locked, crowded], left: () => 1_000, elapsedMs: () => now },
    async write(slot) {
      if (slot === crowded) return;
      if (isLocked) await lock.opened;
      throw new Error("lock timeout");
    },
  });
  await worker.work(() => failed.length === 9);
  [now, isLocked] = [800, true];
  const working = worker.work(() => times(crowded) >= 10);
  await waitUntil(() => times(crowded) >= 10, { what: "the crowd goes on" });
  lock.open();
  await working;
  expect(failed).toHaveLength(11);
});

test("I3: whoever left and came again is in the next batch: `admit` has each person once", async () => {
  const { worker, written } = workerOf({ busy: () => [other], given: givenTo(["7", "8", "7"]), left: () => 0 });
  await worker.work();
  expect(written[0]?.given.map(({ ticket }) => ticket)).toEqual([1, 2]);
});
