import { expect, test } from "vitest";
import type { SlotId } from "../../shared/ids.ts";
import { createTurns } from "./turns.ts";

const [one, other] = ["1", "2"] as [SlotId, SlotId];
const settle = () => new Promise(setImmediate);

/** Batches that end when the test says so. */
function createBatches() {
  const begun: string[] = [];
  const ends = new Map<string, { answer: (limited: string | null) => void; fail: () => void }>();
  return {
    begun,
    ends,
    batch: (name: string) => () =>
      new Promise<{ limited: string | null }>((resolve, reject) => {
        begun.push(name);
        ends.set(name, { answer: (limited) => resolve({ limited }), fail: () => reject(new Error(name)) });
      }),
  };
}

test("batches of two slots go one after the other once an answer has said that their store limits places", async () => {
  const turns = createTurns();
  const { begun, ends, batch } = createBatches();
  const unknown = [turns.take(one, batch("a")), turns.take(other, batch("b"))];
  await settle();
  expect(begun).toEqual(["a", "b"]);
  for (const name of begun) ends.get(name)?.answer("7");
  await Promise.all(unknown);

  const failing = turns.take(one, batch("c"));
  const after = turns.take(other, batch("d"));
  await settle();
  expect(begun).toEqual(["a", "b", "c"]);
  ends.get("c")?.fail();
  await expect(failing).rejects.toThrow("c");
  await settle();
  expect(begun).toEqual(["a", "b", "c", "d"]);
  ends.get("d")?.answer(null);
  expect(await after).toEqual({ limited: null });

  // The second slot's store limits nothing any more.
  const free = [turns.take(one, batch("e")), turns.take(other, batch("f"))];
  await settle();
  expect(begun).toEqual(["a", "b", "c", "d", "e", "f"]);
  for (const name of ["e", "f"]) ends.get(name)?.answer(null);
  await Promise.all(free);
});
