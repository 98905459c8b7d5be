import { afterAll, beforeAll, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

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

test("a store that is not listed is found by its address and in no list, until its host lists it", async () => {
  const wish = { name: "숨은 골목 책방", district: "망원", category: "tech", isListed: false };
  const { store, slot, host } = await world.openStore(wish);
  const lists = [{}, { q: "숨은" }, { q: "숨" }, { district: "망원" }, { category: "tech", state: "open" }];
  async function listsWithIt(): Promise<number> {
    const pages = lists.map((query) => world.ask("GET", `/api/stores?${new URLSearchParams({ ...query })}`));
    const found = (await Promise.all(pages)).map(({ body }) => body.items as { id: string }[]);
    return found.filter((items) => items.some(({ id }) => id === store)).length;
  }
  const edit = (body: object) => world.ask("PATCH", `/api/stores/${store}`, { cookie: host, body });

  expect(await world.ask("GET", `/api/stores/${store}`)).toMatchObject({ status: 200, body: { isListed: false } });
  expect(await world.join(slot, await world.signIn("책방 손님"))).toMatchObject({ status: 201 });
  expect(await listsWithIt()).toBe(0);
  const listed = await edit({ revision: 1, isListed: true });
  expect([listed.body, await listsWithIt()]).toEqual([expect.objectContaining({ isListed: true }), lists.length]);
  const hidden = await edit({ revision: 2, isListed: false });
  expect([hidden.body, await listsWithIt()]).toEqual([expect.objectContaining({ isListed: false }), 0]);
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

test("posters: pictures of the store, kept a day, known again by their tag, absent as a problem", async () => {
  const { store } = await world.openStore({ name: `포스터 ${Date.now()}` });
  const colours = (await world.ask("GET", `/api/stores/${store}`)).body.poster as { ground: string };
  for (const url of [`/posters/${store}.svg`, `/posters/${store}/art.svg`]) {
    const picture = await world.ask("GET", url);
    expect(picture.status).toBe(200);
    expect(picture.headers).toMatchObject({
      "content-type": "image/svg+xml; charset=utf-8",
      "cache-control": "public, max-age=86400",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; .*frame-ancestors 'none'; style-src 'unsafe-inline'$/,
      ),
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    expect(picture.body.text).toContain(`fill="${colours.ground}"`);
    const tag = String(picture.headers.etag);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await world.ask("GET", url, { headers: { "if-none-match": known } });
      expect([known, again.status, again.body.text, again.headers.etag]).toEqual([known, 304, "", tag]);
    }
    expect((await world.ask("GET", url, { headers: { "if-none-match": `"other"` } })).status).toBe(200);
    expect((await world.ask("GET", url)).body).toEqual(picture.body);
  }
});

test.each(["999999", "0", "abc", "-1", "1e3"])("the poster of store %s is absent", async (id) => {
  for (const url of [`/posters/${id}.svg`, `/posters/${id}/art.svg`]) {
    const answer = await world.ask("GET", url);
    expect(answer).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
    expect(answer.headers["cache-control"]).toBe("no-store");
  }
});
