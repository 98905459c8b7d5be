import { expect, test } from "vitest";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import { createOpenings } from "./service.ts";
import { createTallies } from "./tally.ts";

const [first, second, third] = ["1", "2", "3"] as [SlotId, SlotId, SlotId];
const host = { id: "7" as PersonId, network: "" };
const never = () => Promise.reject(new Error("not asked here"));

/** Pauses three slots, of which some refuse. */
async function pauseWith(refusals: ReadonlyMap<SlotId, Refused>) {
  const asked: SlotId[] = [];
  const openings = createOpenings({
    book: { keep: never, due: never, measure: never, close: never },
    shelf: { list: never, find: never, mayWatch: never, see: never, slotsToPause: async () => [first, second, third] },
    tallies: createTallies(),
    line: {
      async change(slot) {
        asked.push(slot);
        return refusals.get(slot) ?? { slot };
      },
    },
  });
  return { answer: await openings.pause("5" as StoreId, host, true, "key"), asked };
}

test("pause all goes past slots that were closed or taken away meanwhile, and answers those it paused", async () => {
  const gone = new Map<SlotId, Refused>([
    [first, { problem: "closed" }],
    [second, { problem: "not-found" }],
  ]);
  expect(await pauseWith(gone)).toEqual({ answer: { slotIds: [third] }, asked: [first, second, third] });
});

test("pause all says the refusal of a slot that is still there, once all others were asked", async () => {
  const refusals = new Map<SlotId, Refused>([[second, { problem: "busy", retryAfterSeconds: 5 }]]);
  expect(await pauseWith(refusals)).toEqual({
    answer: { problem: "busy", retryAfterSeconds: 5 },
    asked: [first, second, third],
  });
});
