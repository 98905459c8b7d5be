import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { createChance } from "../platform/chance.ts";
import { createGuests, pressesFor } from "./visits.ts";

const people = ["1", "2", "3", "4", "5", "6"] as PersonId[];
const plan = { startsAt: 0, endsAt: 1, capacity: 3, isOver: false, seats: 3, waiting: 3 };
const slot = "9" as SlotId;

test("whoever is to wait in a slot waits there once, and chance seats them nowhere in it", () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const chance = createChance(seed);
    const wished = { slot, plan, largestParty: 1, waiting: "4" as PersonId };
    const presses = pressesFor(wished, createGuests(people, chance), chance);
    expect([...presses.people].sort()).toEqual(people);
    expect([presses.people[plan.seats], presses.parties.length]).toEqual(["4", people.length]);
  }
});
