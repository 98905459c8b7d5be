import { expect, test } from "vitest";
import type { SlotFrame } from "../../../shared/live.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { afterFrame, afterLook, afterRefusal, nothing, type Seen } from "./seen.ts";
import { isCalledOff } from "./slot-stage.ts";

const now = "2026-11-28T11:00:00.000Z";
const slot = { id: "9", storeId: "7", rev: 3, held: 1, closedAt: null, now } as Slot;
const looking: Seen = { ...nothing, slot, store: { id: "7" } as Store, entry: null };
const frame = { id: "9", rev: 4, held: 0, closedAt: now, here: 5 } as unknown as SlotFrame;
const isClosed = ({ slot: seen }: Seen) => seen !== null && isCalledOff(seen);

test("a live message that its host closed the slot is believed, and an older answer does not open it again", () => {
  const heard = afterFrame(looking, frame);
  expect(isClosed(heard)).toBe(true);
  const late = { slot, store: { id: "7" } as Store, entry: null };
  expect(isClosed(afterLook(heard, late, false, "known"))).toBe(true);
});

test("a live message with a smaller rev is old: it says how many are here, and nothing of the seats", () => {
  const [older, newer] = [
    { ...frame, rev: 2, held: 9 },
    { ...frame, held: 9 },
  ];
  expect(afterFrame(looking, older)).toMatchObject({ here: 5, slot });
  expect(afterFrame(looking, newer).slot).toMatchObject({ rev: 4, held: 9 });
});

test("a slot whose row is gone was closed, at once where messages came before; a draft is none of theirs", () => {
  expect(isClosed(afterRefusal({ ...looking, here: 5 }))).toBe(true);
  expect(afterRefusal(looking)).toBe(looking);
  const found = afterLook(looking, "taken-away", false, "known");
  expect([isClosed(found), found.isAbsent]).toEqual([true, false]);
  expect(afterLook(looking, "absent", false, "known").isAbsent).toBe(true);
  expect(isClosed(afterLook(nothing, "taken-away", false, "known"))).toBe(false);
});

test("a slot that an older page kept on the device, or an older server tells of, is not closed", () => {
  const { closedAt: _, ...older } = slot;
  expect(isCalledOff(older as Slot)).toBe(false);
});

test("how many are here is known also where a message came before the first look", () => {
  const heard = afterFrame(nothing, frame);
  expect([heard.here, heard.slot]).toEqual([5, null]);
  expect(afterLook(heard, { slot, store: { id: "7" } as Store, entry: null }, false, "known").here).toBe(5);
});
