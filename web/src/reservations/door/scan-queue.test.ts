import { expect, test } from "vitest";
import type { ReservationId } from "../../../../shared/ids.ts";
import { createScanQueue, mostWaiting, type WaitingScan } from "./scan-queue.ts";

function createStorage(isFull = () => false) {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem(name: string, text: string) {
      if (isFull()) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, text);
    },
  };
}
const scanOf = (number: number): WaitingScan => ({
  ...{ key: `key ${number}`, reservation: String(number), code: "R-0000-0000", wasSent: false },
  scannedAt: "2026-11-28T05:00:00.000Z",
  party: { id: String(number) as ReservationId, name: "지수", partySize: 1, startsAt: "", isWalkIn: false },
});
const conflictOf = ({ key, party, scannedAt }: WaitingScan) => ({
  ...{ key, party, scannedAt, checkedInAt: null, checkedInBy: null },
  problem: "already-ended" as const,
});

test("scans wait in their order, over a reload and in two windows at once, apart for each person and store", () => {
  const storage = createStorage();
  const [one, other] = [createScanQueue(storage, "1", "2"), createScanQueue(storage, "1", "2")];
  for (const number of [1, 2, 3]) (number === 2 ? other : one).add(scanOf(number));
  one.settle("key 1", null);
  expect(other.read().waiting.map(({ key }) => key)).toEqual(["key 2", "key 3"]);
  expect(createScanQueue(storage, "1", "3").read().waiting).toEqual([]);
  expect(createScanQueue(storage, "4", "2").read().waiting).toEqual([]);
});

test("what the server refused is kept until somebody has seen it", () => {
  const queue = createScanQueue(createStorage(), "1", "2");
  for (const number of [1, 2]) queue.add(scanOf(number));
  queue.settle("key 1", conflictOf(scanOf(1)));
  queue.settle("key 1", conflictOf(scanOf(1)));
  expect(queue.read()).toMatchObject({ waiting: [{ key: "key 2" }], conflicts: [{ key: "key 1" }] });
  queue.dismiss();
  expect(queue.read()).toMatchObject({ waiting: [{ key: "key 2" }], conflicts: [] });
});

test("a scan that has been on its way cannot be dropped: it may have arrived", () => {
  const queue = createScanQueue(createStorage(), "1", "2");
  for (const number of [1, 2]) queue.add(scanOf(number));
  queue.sending("key 1");
  expect([queue.drop("1"), queue.drop("2"), queue.drop("3")]).toEqual([false, true, false]);
  expect(queue.read().waiting.map(({ key }) => key)).toEqual(["key 1"]);
});

test("it has a bound, and says so when the device keeps nothing", () => {
  const queue = createScanQueue(createStorage(), "1", "2");
  for (let number = 0; number < mostWaiting; number += 1) expect(queue.add(scanOf(number))).toBe(true);
  expect(queue.add(scanOf(mostWaiting))).toBe(false);
  expect(
    createScanQueue(
      createStorage(() => true),
      "1",
      "2",
    ).add(scanOf(1)),
  ).toBe(false);
});

test("what cannot be read is nothing", () => {
  const storage = createStorage();
  storage.setItem("popline:door:1:2", "{broken");
  expect(createScanQueue(storage, "1", "2").read()).toEqual({ waiting: [], conflicts: [] });
});
