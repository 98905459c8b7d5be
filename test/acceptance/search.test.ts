import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../server/platform/database/index.ts";
import { dayIn } from "../services/days.ts";
import { hostileTexts } from "../services/hostile-texts.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let found: string;
beforeAll(async () => {
  world = await openWorld();
  const run = { startsOn: dayIn(20), endsOn: dayIn(30) };
  const { store, host } = await world.openStore({
    name: "구름다리 찻집 1",
    district: "서촌",
    category: "tech",
    ...run,
  });
  const slots = { dates: [dayIn(20)], times: ["14:00"] };
  await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body: slots });
  found = store;
  await world.openStore({ name: "다른 가게 1" });
});
afterAll(() => world.close());

const list = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  world.ask("GET", `/api/stores?${new URLSearchParams(query)}`, { headers });
const idsOf = ({ body }: Awaited<ReturnType<typeof list>>) => (body.items as { id: string }[]).map(({ id }) => id);

test.each([
  [{ q: "다리" }],
  [{ q: "구름 다리찻" }],
  [{ district: "서촌" }],
  [{ category: "tech" }],
  [{ from: dayIn(29), to: dayIn(40) }],
  [{ from: dayIn(30) }],
  [{ q: "찻", district: "서촌", category: "tech", from: dayIn(10), to: dayIn(20), state: "open" }],
])("S8, S9, D22: %j finds it and nothing else", async (query) => {
  const page = await list({ ...query });
  expect([page.status, idsOf(page), page.body.nextCursor, page.body.hasNext]).toEqual([200, [found], null, false]);
});

test.each([[{ from: dayIn(31) }], [{ to: dayIn(19), q: "다리" }], [{ q: "다리", state: "closed" }]])(
  "%j finds it not",
  async (query) => {
    expect(idsOf(await list({ ...query }))).not.toContain(found);
  },
);

test.each([
  ["", 400],
  ["   ", 400],
  ["\u200b\u2060", 400],
  ["a\u0000b", 400],
  ["a\nb", 400],
  ["가".repeat(81), 400],
  ["x".repeat(10_000), 400],
  ["가".repeat(80), 200],
  ["%", 200],
  ["_", 200],
  ["\\", 200],
  ["' or 1=1 --", 200],
  ["ㄱ", 200],
  ["ᄀ", 200],
  ["👩‍👩‍👧‍👦", 200],
  ["\ufffd\ufffe", 200],
  ["block 0", 200],
  ["category food", 200],
] as const)("a term that nobody means is refused by name, or finds nothing: %.30s", async (q, status) => {
  const answer = await list({ q });
  if (status === 200) expect([answer.status, idsOf(answer), answer.body.hasNext]).toEqual([200, [], false]);
  else expect(answer).toMatchObject({ status: 400, body: { type: "/problems/bad-request", fields: ["q"] } });
});

test.each(hostileTexts)("a term that is meant badly does nothing: %s", async (q) => {
  const answer = await list({ q });
  const [empty, refused] = [
    { items: [], hasNext: false },
    { type: "/problems/bad-request", fields: ["q"] },
  ];
  expect(answer.body).toMatchObject(answer.status === 200 ? empty : refused);
});

test.each([
  ["q=a&q=b", "q"],
  ["q=%00", "q"],
  ["from=2026-02-30", "from"],
  ["to=2026-13-01", "to"],
  ["from=2026-12-02&to=2026-12-01", "to"],
  ["from=today", "from"],
  ["from=2026-12-01&from=2026-12-02", "from"],
  ["cursor=-1", "cursor"],
  ["limit=101", "limit"],
])("what no search can mean is refused by name: %s", async (query, field) => {
  const answer = await world.ask("GET", `/api/stores?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { type: "/problems/bad-request", fields: [field] } });
});

test.each(["1", "999999999999999999"])(
  "a cursor of nobody's store is a place in the list all the same: %s",
  async (cursor) => {
    const answer = await list({ cursor, state: "upcoming" });
    expect([answer.status, (await list({ cursor })).status]).toEqual([200, 200]);
  },
);

test("S12: lists and details carry a tag, and whoever has it is told so without a body", async () => {
  for (const url of ["/api/stores?category=tech", `/api/stores/${found}`]) {
    const first = await world.ask("GET", url);
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(first.headers["cache-control"]).toBe("private, no-cache");
    const again = await world.ask("GET", url, { headers: { "if-none-match": `"other", W/${etag}` } });
    expect([again.status, again.body.text, again.headers.etag]).toEqual([304, "", etag]);
    const other = await world.ask("GET", url, { headers: { "if-none-match": `"other"` } });
    expect([other.status, other.body]).toEqual([200, first.body]);
  }
  const refused = await world.ask("GET", "/api/stores/999999");
  expect([refused.headers.etag, refused.headers["cache-control"]]).toEqual([undefined, "no-store"]);
});

test("S12: what a host changes is seen by everybody at once, and has another tag", async () => {
  const query = { category: "music" };
  const before = await list(query);
  const { store, slot, host } = await world.openStore({ category: "music" }, 3);
  const after = await list(query);
  expect(idsOf(after)).toEqual([store, ...idsOf(before)]);
  expect(after.body.items).toMatchObject([{ id: store, capacity: 3 }]);
  expect(after.headers.etag).not.toBe(before.headers.etag);
  await world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body: { capacity: 7 } });
  expect((await list(query)).body.items).toMatchObject([{ id: store, capacity: 7 }]);
  expect((await world.ask("GET", `/api/stores/${store}`)).body.capacity).toBe(7);
});

test("S12: a thousand people at one cold page cost one query, and operators see it", async () => {
  const asked: string[] = [];
  const { list: really } = world.database;
  const counting: Database["list"] = (statement, wrote) => {
    asked.push(statement.name ?? "");
    return really(statement, wrote);
  };
  Object.assign(world.database, { list: counting });
  const operator = await world.signIn("운영", "operator");
  const figures = async () => (await world.ask("GET", "/api/operations/cache", { cookie: operator })).body;
  const before = await figures();
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => list({ q: "아무도 안 찾던 이름" })));
  Object.assign(world.database, { list: really });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(asked).toEqual(["stores_newest"]);
  const after = await figures();
  expect([Number(after.hits) - Number(before.hits), Number(after.misses) - Number(before.misses)]).toEqual([999, 1]);
  expect(after.hitRate).toBeGreaterThan(0.9);
});
