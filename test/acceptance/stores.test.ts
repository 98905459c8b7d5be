import { afterAll, beforeAll, expect, test } from "vitest";
import { dayIn, openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("S10: one store answers its card: the store's own words, its host, state, seats and poster colours", async () => {
  const { store, slot } = await world.openStore({ bio: "둘러보세요" }, 2);
  await world.join(slot, await world.signIn("카드 손님"), { partySize: 2 });
  const card = await world.ask("GET", `/api/stores/${store}`);
  expect(card).toMatchObject({
    status: 200,
    body: {
      id: store,
      bio: "둘러보세요",
      timeZone: "Asia/Seoul",
      hostName: expect.stringMatching(/^host /),
      state: "sold-out",
      capacity: 2,
      seatsLeft: 0,
      waiting: 0,
      nextSlotId: slot,
      poster: { ground: expect.stringMatching(/^#[0-9a-f]{6}$/), ink: expect.stringMatching(/^#[0-9a-f]{6}$/) },
    },
  });
  const listed = await world.ask("GET", "/api/stores?state=sold-out&limit=1");
  expect(listed.body.items).toEqual([card.body]);
});

test("S7, S9: state, category and district narrow the list together", async () => {
  const opensAt = new Date(Date.now() + 3_600_000).toISOString();
  const { store } = await world.openStore({ category: "tech", district: "문래", opensAt, endsOn: dayIn(9) });
  await world.openStore({ category: "tech", district: "문래" });
  const query = `category=tech&district=${encodeURIComponent("문래")}`;
  const both = await world.ask("GET", `/api/stores?${query}`);
  expect((both.body.items as unknown[]).length).toBe(2);
  const upcoming = await world.ask("GET", `/api/stores?${query}&state=upcoming`);
  expect(upcoming.body.items).toMatchObject([{ id: store, state: "upcoming" }]);
});

test.each([
  ["state=opened", "state"],
  ["state=", "state"],
  ["state=open&state=closed", "state"],
  ["category=cars", "category"],
  ["district=", "district"],
  [`district=${"가".repeat(41)}`, "district"],
  ["cursor=abc&state=upcoming", "cursor"],
])("what is not in the lists is refused by name: %s", async (query, field) => {
  const answer = await world.ask("GET", `/api/stores?${encodeURI(query)}`);
  expect(answer).toMatchObject({ status: 400, body: { type: "/problems/bad-request", fields: [field] } });
});
