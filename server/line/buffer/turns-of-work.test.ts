import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Buffer, Entrances, Given } from "./ports.ts";
import { createWorker } from "./worker.ts";

const [crowded, other, broken] = ["1", "2", "3"] as SlotId[] as [SlotId, SlotId, SlotId];
const mostBatches = 50;

const givenTo = (people: readonly string[]): Given[] =>
  people.map((person, at) => ({ ticket: at + 1, person: person as PersonId, partySize: 1, key: "key", gone: false }));

/** A worker whose slots have work for as long as the test says; and what came to the ledger, slot by slot. */
function workerOf(wish: { busy: (turn: number) => SlotId[]; given?: Given[]; left: (slot: SlotId) => number }) {
  const written: { slot: SlotId; given: readonly Given[] }[] = [];
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
    if (slot === broken) throw new Error("broken");
    return { refused: null, entries: given.map(() => null), waiting: 0, departed: 0, free: 0 };
  };
  const worker = createWorker({
    ...{ buffer, entrances: { write }, name: "a", mostPerBatch: 10, elapsedMs: () => 0 },
    ...{ onWritten: () => undefined, onOtherEpoch: async () => undefined, onOutOfTurn: async () => undefined },
  });
  return { worker, written, turns: () => turns };
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

test("what failed of one slot is told while the crowd of another goes on", async () => {
  const { worker, written } = workerOf({ busy: () => [broken, crowded], left: () => 1_000 });
  await expect(worker.work()).rejects.toThrow("some tickets are not in the ledger yet");
  expect(written.map(({ slot }) => slot)).toEqual([broken, crowded]);
});

test("I3: whoever left and came again is in the next batch: `admit` has each person once", async () => {
  const { worker, written } = workerOf({ busy: () => [other], given: givenTo(["7", "8", "7"]), left: () => 0 });
  await worker.work();
  expect(written[0]?.given.map(({ ticket }) => ticket)).toEqual([1, 2]);
});
