import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openWorld, type World } from "./world.ts";

let world: World;
let place: Awaited<ReturnType<World["openStore"]>>;
let url: string;
beforeAll(async () => {
  world = await openWorld({}, { isStill: true });
});
beforeEach(async () => {
  place = await world.openStore();
  url = `/api/stores/${place.store}/staff`;
});
afterAll(() => world.close());

const somebody = (role = "visitor") => world.signIn(`직원 ${randomUUID().slice(0, 8)}`, role);
const run = (text: string, values: unknown[] = []) => world.database.query({ text, values });

async function invite(key: string = randomUUID()) {
  const headers = { "idempotency-key": key };
  const answer = await world.ask("POST", `${url}/invitations`, { cookie: place.host, headers });
  return answer.body as { id: string; code: string; expiresAt: string };
}
const join = async (code: string, cookie: string, at = url) =>
  (await world.ask("POST", at, { cookie, body: { code } })).status;
const members = async (cookie: string) => {
  const { status, body } = await world.ask("GET", url, { cookie });
  return status === 200 ? (body.items as { id: string; name: string }[]) : status;
};

test("invited by a code, on the list, and gone from it at once when removed", async () => {
  const cookie = await somebody();
  expect(await members(cookie)).toBe(404);
  expect(await join((await invite()).code, cookie)).toBe(204);
  const [member] = (await members(cookie)) as { id: string; name: string }[];
  expect(member).toMatchObject({ id: expect.any(String), name: expect.stringMatching(/^직원/) });
  const mine = await world.ask("GET", "/api/me/stores", { cookie });
  expect(mine.body.items).toEqual([{ id: place.store, name: expect.any(String), part: "staff", isDraft: false }]);

  const removal = await world.ask("DELETE", `${url}/${member?.id}`, { cookie: place.host });
  expect(removal.status).toBe(204);
  expect(await members(cookie)).toBe(404);
  expect((await world.ask("GET", "/api/me/stores", { cookie })).body.items).toEqual([]);
  expect(await members(place.host)).toEqual([]);
});

test("staff may leave by themselves, and cannot send a colleague away", async () => {
  const [one, other] = [await somebody(), await somebody()];
  for (const cookie of [one, other]) await join((await invite()).code, cookie);
  const [first, second] = (await members(one)) as { id: string }[];
  expect((await world.ask("DELETE", `${url}/${second?.id}`, { cookie: one })).status).toBe(404);
  expect((await world.ask("DELETE", `${url}/${first?.id}`, { cookie: one })).status).toBe(204);
  expect(await members(other)).toHaveLength(1);
});

test("a code is used once, however many come with it at the same time", async () => {
  const { code } = await invite();
  const people = await Promise.all(Array.from({ length: 20 }, () => somebody()));
  const statuses = await Promise.all(people.map((cookie) => join(code, cookie)));
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => status === 404)).toHaveLength(19);
  expect(await members(place.host)).toHaveLength(1);
});

test("a code that is withdrawn, too old, another store's or nobody's opens nothing", async () => {
  const cookie = await somebody();
  const withdrawn = await invite();
  await world.ask("DELETE", `${url}/invitations/${withdrawn.id}`, { cookie: place.host });
  const old = await invite();
  expect(Date.parse(old.expiresAt) - Date.now()).toBeGreaterThan(71 * 3_600_000);
  await run("update staff_invitation set expires_at = now() where id = $1", [old.id]);
  const { code } = await invite();
  const elsewhere = `/api/stores/${(await world.openStore()).store}/staff`;
  expect(await join(code, cookie, elsewhere)).toBe(404);
  for (const wrong of [withdrawn.code, old.code, "A".repeat(22)]) expect(await join(wrong, cookie)).toBe(404);
  for (const garbage of ["", "x", "가".repeat(22), `${code}x`]) expect(await join(garbage, cookie)).toBe(400);
  expect(await join(code, cookie)).toBe(204);
});

test("I9: a repeated press says the same code, another press another one; the code is kept nowhere", async () => {
  const key = randomUUID();
  const [first, again, other] = [await invite(key), await invite(key), await invite()];
  expect(again).toEqual(first);
  expect(other.code).not.toBe(first.code);
  expect(await world.everything()).not.toContain(first.code);
  const listed = await world.ask("GET", `${url}/invitations`, { cookie: place.host });
  expect(listed.body.items).toHaveLength(2);
  expect(JSON.stringify(listed.body)).not.toContain(first.code);
});

test("a press that comes again when its day is forgotten is refused, and invites nobody twice", async () => {
  const key = randomUUID();
  await invite(key);
  await run("delete from press where key = $1", [key]);
  const late = await world.ask("POST", `${url}/invitations`, {
    cookie: place.host,
    headers: { "idempotency-key": key },
  });
  expect(late).toMatchObject({ status: 422, body: { type: "/problems/key-reused" } });
  const listed = await world.ask("GET", `${url}/invitations`, { cookie: place.host });
  expect(listed.body.items).toHaveLength(1);
});

test("whoever has a part in the store has no use for a code and does not use it up", async () => {
  const { code } = await invite();
  expect(await join(code, place.host)).toBe(409);
  const cookie = await somebody();
  expect(await join(code, cookie)).toBe(204);
  const next = await invite();
  expect(await join(next.code, cookie)).toBe(409);
  expect(await join(next.code, await somebody())).toBe(204);
});

test("I11: staff of a store, hosts elsewhere though they are, do nothing there that is its owner's", async () => {
  const cookie = await somebody("host");
  await join((await invite()).code, cookie);
  const tried = [
    ["POST", `${url}/invitations`, undefined],
    ["GET", `${url}/invitations`, undefined],
    ["PATCH", `/api/slots/${place.slot}`, { paused: true }],
    ["POST", `/api/stores/${place.store}/slots`, { dates: ["2027-01-01"], times: ["10:00"] }],
  ] as const;
  for (const [method, path, body] of tried) {
    const ask = { cookie, ...(body === undefined ? {} : { body }) };
    expect([path, (await world.ask(method, path, ask)).status]).toEqual([path, 404]);
  }
});

test("at most 20 open invitations and 50 members", async () => {
  const full = { status: 409, body: { type: "/problems/staff-full" } };
  for (let made = 0; made < 20; made += 1) await invite();
  expect(await world.ask("POST", `${url}/invitations`, { cookie: place.host })).toMatchObject(full);
  await run("delete from staff_invitation where store_id = $1", [place.store]);
  await run(
    `with people as (insert into person (issuer, subject, name, role)
        select 'test', $1 || n::text, 'member', 'visitor' from generate_series(1, 50) as n returning id)
      insert into staff select $1::bigint, id, now() from people`,
    [place.store],
  );
  const ask = { cookie: await somebody(), body: { code: (await invite()).code } };
  expect(await world.ask("POST", url, ask)).toMatchObject(full);
});
