import { expect, test } from "vitest";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import { createChance } from "../platform/chance.ts";
import { popups } from "./popups.ts";
import { talkIn } from "./talk.ts";

const now = Date.UTC(2026, 10, 28, 3);
const visitors = Array.from({ length: 20 }, (_, at) => `${100 + at}` as PersonId);
const stores = popups.map(({ name }, at) => ({ id: `${at}` as StoreId, name, owner: "1" as PersonId }));

test("three stores' hosts and visitors talk, in order, and the last of it was just said", () => {
  const talk = talkIn(stores, visitors, now, createChance(1));
  const rooms = [...new Set(talk.map(({ store }) => store))].map((id) => talk.filter(({ store }) => store === id));
  expect(rooms).toHaveLength(3);
  for (const room of rooms) {
    expect(room.map(({ seq }) => seq)).toEqual(room.map((_, at) => at + 1));
    expect(room.map(({ at }) => at)).toEqual(room.map(({ at }) => at).toSorted((one, other) => one - other));
    expect(room.at(-1)?.at).toBeGreaterThan(now - 10 * 60_000);
    expect(room.at(-1)?.at).toBeLessThan(now);
    expect(new Set(room.map(({ isHost }) => isHost)).size).toBe(2);
    for (const { isHost, person } of room) expect(person === "1").toBe(isHost);
  }
});
