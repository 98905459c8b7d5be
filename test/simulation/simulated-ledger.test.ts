import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { slotId } from "../history/story.ts";
import { createSimulatedLedger } from "./simulated-ledger.ts";

const slot = slotId as SlotId;
const hourMs = 3_600_000;
const rules = { capacity: 1, fillsGaps: true, largestParty: 1, maxWaiting: 5, offerMinutes: 0 };
const moments = { opensAt: 1_000, closesAt: hourMs, startsAt: hourMs };
const given = { ticket: 1, person: "1" as PersonId, partySize: 1, key: "key", gone: false };

/** Until when receipts count after a loss at 20 s, in a slot whose opening was put off, which had opened before. */
async function recoveryAfter(people: readonly (typeof given)[]) {
  let now = 2_000;
  const { entrances, putOff } = createSimulatedLedger(slot, () => now, { ...rules, ...moments });
  await entrances.take(slot, null);
  if (people.length > 0) await entrances.write(slot, 1, people);
  now = 20_000;
  putOff(10_000);
  expect(await entrances.take(slot, 1)).toBe(true);
  return (await entrances.cards([slot]))[0]?.recoveringUntil;
}

test("decision 0039: a loss while an opening is put off has its minute where somebody is in the slot", async () => {
  expect(await recoveryAfter([given])).toBe(80_000);
  expect(await recoveryAfter([])).toBe(0);
});
