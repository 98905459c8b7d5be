import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { zoneAtHour } from "../services/zone-at-hour.ts";
import { openWorld, type World } from "./world.ts";

type Place = Awaited<ReturnType<World["openStore"]>>;
interface Pass {
  readonly id: string;
  readonly code: string;
  readonly cookie: string;
  readonly name: string;
}

let world: World;
let place: Place;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  place = await world.openStore({ offerMinutes: 0 }, 6);
});
afterAll(() => world.close());

const run = <Row extends object>(text: string, values: readonly unknown[] = []) =>
  world.database.query<Row>({ text, values });

/** The slot begins in so many minutes and takes an hour. */
const begins = (slot: string, inMinutes: number) =>
  run(
    `update slot set starts_at = now() + $2 * interval '1 minute', ends_at = now() + ($2 + 60) * interval '1 minute'
      where id = $1`,
    [slot, inMinutes],
  );

async function book(slot = place.slot, partySize = 1): Promise<Pass> {
  const name = `손님 ${randomUUID().slice(0, 8)}`;
  const cookie = await world.signIn(name);
  const { body } = await world.join(slot, cookie, { partySize });
  const reservation = await world.ask("GET", `/api/reservations/${body.reservationId}`, { cookie });
  return { id: String(body.reservationId), code: String(reservation.body.code), cookie, name };
}
const textOf = ({ id, code }: Pass) => `popline:v1:${id}:${code}`;

const scan = (code: string, more: { key?: string; cookie?: string; scannedAt?: string; store?: string } = {}) => {
  const { key = randomUUID(), cookie = place.host, scannedAt, store = place.store } = more;
  const body = { storeId: store, code, ...(scannedAt === undefined ? {} : { scannedAt }) };
  return world.ask("POST", "/api/check-ins", { cookie, body, headers: { "idempotency-key": key } });
};
const undo = (id: string) => world.ask("DELETE", `/api/check-ins/${id}`, { cookie: place.host });
const walkIn = (partySize: number, slot = place.slot) =>
  world.ask("POST", "/api/walk-ins", { cookie: place.host, body: { slotId: slot, partySize } });
const stateOf = async ({ id, cookie }: Pass) =>
  (await world.ask("GET", `/api/reservations/${id}`, { cookie })).body.state;
const seats = async (slot = place.slot) => (await world.ask("GET", `/api/slots/${slot}`)).body;
const refusedAs = (problem: string, more: object = {}) => ({
  status: 409,
  body: { type: `/problems/${problem}`, ...more },
});
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

test("a pass lets its party in once; a second scan says when and by whom", async () => {
  const pass = await book(place.slot, 3);
  await begins(place.slot, 15);
  const first = await scan(textOf(pass));
  expect(first).toMatchObject({
    status: 201,
    body: { id: pass.id, name: pass.name, partySize: 3, ticket: 1, slotId: place.slot, isWalkIn: false },
  });
  expect(await stateOf(pass)).toBe("checked_in");
  const me = await world.ask("GET", "/api/me", { cookie: place.host });
  const again = await scan(textOf(pass));
  expect(again).toMatchObject(
    refusedAs("already-checked-in", { checkedInAt: first.body.checkedInAt, checkedInBy: me.body.name }),
  );
});

test("I9: the same scan sent again answers as it did, and leaves one row in the audit log", async () => {
  const pass = await book();
  await begins(place.slot, 15);
  const key = randomUUID();
  const [first, again] = [await scan(textOf(pass), { key }), await scan(textOf(pass), { key })];
  expect(again.body).toEqual(first.body);
  expect(again.status).toBe(201);
  const rows = await run("select from audit where subject = $1", [`reservation:${pass.id}`]);
  expect(rows).toHaveLength(1);
});

test("D28: whoever was let in reads it in their copy, of their own reservation alone", async () => {
  const [pass, other] = [await book(), await book()];
  await begins(place.slot, 15);
  for (const one of [pass, other]) await scan(textOf(one));
  await undo(pass.id);
  const { body } = await world.ask("GET", "/api/me/export", { cookie: pass.cookie });
  const done = { at: expect.any(String), role: "host", subject: `reservation:${pass.id}` };
  expect(body.deedsToMe).toEqual(["check-in-undone", "checked-in"].map((deed) => ({ ...done, deed })));
});

/** Somebody who works at the place. */
async function joinStaff() {
  const name = `직원 ${randomUUID().slice(0, 8)}`;
  const cookie = await world.signIn(name);
  const { id } = (await world.ask("GET", "/api/me", { cookie })).body;
  const staffOf = [place.store, id];
  await run("insert into staff (store_id, person_id, since) values ($1, $2, now())", staffOf);
  return { name, cookie, staffOf };
}

test("I11: a scan sent again by whoever was taken off the staff since names nobody", async () => {
  const pass = await book();
  await begins(place.slot, 15);
  const { cookie, staffOf } = await joinStaff();
  const key = randomUUID();
  expect(await scan(textOf(pass), { key, cookie })).toMatchObject({ status: 201, body: { name: pass.name } });
  await run("delete from staff where store_id = $1 and person_id = $2", staffOf);
  const again = await scan(textOf(pass), { key, cookie });
  expect(again).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
  expect(JSON.stringify(again.body)).not.toContain(pass.name);
});

test("a typed code is read as people write it, and found among the passes of the store's day", async () => {
  const [pass, other] = [await book(), await book()];
  await begins(place.slot, 15);
  const [, left = "", right = ""] = pass.code.split("-");
  expect(await scan(`r ${left.toLowerCase().replaceAll("0", "o")}${right.replaceAll("1", "l")}`)).toMatchObject({
    status: 201,
    body: { id: pass.id },
  });
  expect(await scan(other.code)).toMatchObject({ status: 201, body: { id: other.id } });
});

test("codes that nobody was given say one thing, whoever else's numbers they name", async () => {
  const pass = await book();
  await begins(place.slot, 15);
  const elsewhere = await book((await world.openStore()).slot);
  const forged = [`popline:v1:${pass.id}:R-0000-0000`, `popline:v1:${elsewhere.id}:${pass.code}`];
  const unknown = ["popline:v1:999999999:R-0000-0000", "R-0000-0000", elsewhere.code, "없는 코드", "x"];
  const answers = [];
  for (const code of [...forged, ...unknown]) answers.push(await scan(code));
  expect(answers.map(({ status, body }) => [status, body.type])).toEqual(
    answers.map(() => [409, "/problems/unknown-pass"]),
  );
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(await stateOf(pass)).toBe("confirmed");
});

test("another store, another day, too early, over, cancelled: each is refused as what it is", async () => {
  const pass = await book();
  expect(await scan(textOf(pass))).toMatchObject(refusedAs("wrong-day", { startsAt: expect.any(String) }));
  const late = await book();
  await begins(place.slot, -61);
  // Over since a minute: on another day only within the first minutes after midnight.
  expect((await scan(textOf(late))).body.type).toMatch(/wrong-(time|day)$/);

  const open = await world.openStore();
  const theirs = await book(open.slot);
  await begins(open.slot, 15);
  expect(await scan(textOf(theirs))).toMatchObject(refusedAs("wrong-store"));
  expect((await scan(textOf(theirs))).body).not.toHaveProperty("startsAt");
  await begins(open.slot, 61);
  const early = await scan(textOf(theirs), { cookie: open.host, store: open.store });
  expect(early.body.type).toMatch(/wrong-(time|day)$/);
  await begins(open.slot, 59);
  await world.ask("POST", `/api/reservations/${theirs.id}/cancel`, { cookie: theirs.cookie });
  const cancelled = await scan(textOf(theirs), { cookie: open.host, store: open.store });
  expect(cancelled).toMatchObject(refusedAs("already-ended"));
});

test.each([
  { what: "six hours before", inMinutes: 360, sameDay: 12, otherDay: 20 },
  { what: "five hours after", inMinutes: -360, sameDay: 12, otherDay: 3 },
])("the day is the store's, not the server's: $what it, by its own clock", async ({ inMinutes, sameDay, otherDay }) => {
  const pass = await book();
  await begins(place.slot, inMinutes);
  for (const [hour, problem] of [
    [sameDay, "wrong-time"],
    [otherDay, "wrong-day"],
  ] as const) {
    await run("update store set time_zone = $2 where id = $1", [place.store, zoneAtHour(hour)]);
    expect(await scan(textOf(pass))).toMatchObject(refusedAs(problem));
    expect(await walkIn(1)).toMatchObject(refusedAs(problem));
  }
});

test("offline: a scan counts by its own time while that is a day old at most and its door was open", async () => {
  const [inTime, tooOld, ahead, early] = [await book(), await book(), await book(), await book()];
  // The slot was from two hours to one hour ago.
  await begins(place.slot, -120);
  const scannedAt = minutesAgo(100);
  expect(await scan(textOf(inTime), { scannedAt })).toMatchObject({ status: 201, body: { checkedInAt: scannedAt } });
  expect(await stateOf(inTime)).toBe("completed");
  const future = new Date(Date.now() + 3_600_000).toISOString();
  const odd = scan(textOf(tooOld), { scannedAt: "2026-06-30T23:59:60Z" });
  expect(await odd).toMatchObject({ status: 400, body: { fields: ["scannedAt"] } });
  const zoned = minutesAgo(200).replace("Z", "+20:00");
  for (const moment of [minutesAgo(25 * 60), minutesAgo(200), minutesAgo(50), future, zoned]) {
    expect((await scan(textOf(tooOld), { scannedAt: moment })).body.type).toMatch(/wrong-(time|day)$/);
  }
  // In its own hours, but longer ago than a device may keep it.
  await begins(place.slot, -26 * 60);
  expect((await scan(textOf(tooOld), { scannedAt: minutesAgo(25.5 * 60) })).body.type).toMatch(/wrong-(time|day)$/);
  await begins(place.slot, 5);
  const now = await scan(textOf(ahead), { scannedAt: future });
  expect(Date.parse(String(now.body.checkedInAt))).toBeLessThanOrEqual(Date.now());
  // Scanned before the door was open, and sent once it is: it counts from now.
  const before = await scan(textOf(early), { scannedAt: minutesAgo(70) });
  expect(before.status).toBe(201);
  expect(String(before.body.checkedInAt) > minutesAgo(1)).toBe(true);
});

test("S29: a code typed offline before midnight and sent after it is sought among the passes of that day", async () => {
  const pass = await book();
  await begins(place.slot, -120);
  await run("update store set time_zone = $2 where id = $1", [place.store, zoneAtHour(0)]);
  expect(await scan(pass.code)).toMatchObject(refusedAs("unknown-pass"));
  const scannedAt = minutesAgo(100);
  expect(await scan(pass.code, { scannedAt })).toMatchObject({ status: 201, body: { id: pass.id } });
  expect(await stateOf(pass)).toBe("completed");
});

test("offline: twenty scans replayed twice let twenty in, and who came meanwhile is told of", async () => {
  const wide = await world.openStore({}, 20);
  const passes: Pass[] = [];
  for (let made = 0; made < 20; made += 1) passes.push(await book(wide.slot));
  await begins(wide.slot, -10);
  place = wide;
  await scan(textOf(passes[7] as Pass));
  const scans = passes.map((pass) => ({ pass, key: randomUUID(), scannedAt: minutesAgo(5) }));
  for (let round = 0; round < 2; round += 1) {
    const answers = [];
    for (const { pass, key, scannedAt } of scans) answers.push(await scan(textOf(pass), { key, scannedAt }));
    expect(answers.map(({ status }) => status)).toEqual(scans.map((_, at) => (at === 7 ? 409 : 201)));
  }
  const rows = await run<{ count: number }>(
    `select count(*)::integer from audit where deed = 'checked-in' and details ->> 'store' = $1`,
    [wide.store],
  );
  expect(rows).toEqual([{ count: 20 }]);
});

test("undone, the pass is good again; twice, or once the slot is over, it is refused", async () => {
  const pass = await book();
  await begins(place.slot, -10);
  await scan(textOf(pass));
  expect((await undo(pass.id)).status).toBe(204);
  expect(await stateOf(pass)).toBe("confirmed");
  expect(await undo(pass.id)).toMatchObject(refusedAs("already-ended"));
  expect((await scan(textOf(pass))).status).toBe(201);
  await begins(place.slot, -61);
  expect(await undo(pass.id)).toMatchObject(refusedAs("already-ended"));
});

test("S29: after an undo and a scan by somebody else, a third one says that it was they", async () => {
  const pass = await book();
  await begins(place.slot, -10);
  const { name, cookie } = await joinStaff();
  await scan(textOf(pass));
  await undo(pass.id);
  const second = await scan(textOf(pass), { cookie });
  const { checkedInAt } = second.body;
  expect(await scan(textOf(pass))).toMatchObject(refusedAs("already-checked-in", { checkedInAt, checkedInBy: name }));
});

test("I6: undone after the slot was called off, it ends as the others did: told, and without a seat", async () => {
  const [inside, other] = [await book(), await book()];
  await begins(place.slot, 20);
  await scan(textOf(inside));
  const closing = { cookie: place.host, body: { knowingly: true } };
  expect((await world.ask("POST", `/api/slots/${place.slot}/close`, closing)).status).toBe(204);
  expect([await stateOf(inside), await stateOf(other)]).toEqual(["checked_in", "cancelled"]);
  expect((await undo(inside.id)).status).toBe(204);
  expect(await stateOf(inside)).toBe("cancelled");
  expect((await seats()).held).toBe(0);
  const told = await run("select from outbox where kind = 'slot-closed' and slot_id = $1", [place.slot]);
  expect(told).toHaveLength(2);
  expect((await scan(textOf(inside))).status).toBe(409);
});

test("nobody walks into a slot while it is paused", async () => {
  await begins(place.slot, -1);
  const pausing = { cookie: place.host, body: { paused: true } };
  expect((await world.ask("PATCH", `/api/slots/${place.slot}`, pausing)).status).toBe(200);
  expect(await walkIn(1)).toMatchObject(refusedAs("no-free-seat"));
});

test("I1, I2: a walk-in gets a free seat, never more than there are, and never past somebody waiting", async () => {
  await book(place.slot, 4);
  await begins(place.slot, 15);
  expect(await walkIn(3)).toMatchObject(refusedAs("no-free-seat"));
  const inside = await walkIn(2);
  expect(inside).toMatchObject({ status: 201, body: { name: null, partySize: 2, ticket: 2, isWalkIn: true } });
  expect(await seats()).toMatchObject({ held: 6, capacity: 6 });
  expect(await walkIn(1)).toMatchObject(refusedAs("no-free-seat"));

  const waiting = await world.signIn(`기다림 ${randomUUID().slice(0, 8)}`);
  expect((await world.join(place.slot, waiting, { partySize: 2 })).body.state).toBe("waitlisted");
  expect((await undo(String(inside.body.id))).status).toBe(204);
  const mine = await world.ask("GET", `/api/slots/${place.slot}/entries/mine`, { cookie: waiting });
  expect(mine.body.state).toBe("confirmed");
  expect(await seats()).toMatchObject({ held: 6, waiting: 0 });
  expect(await undo(String(inside.body.id))).toMatchObject(refusedAs("already-ended"));
  expect(await seats()).toMatchObject({ held: 6 });

  const closed = { cookie: place.host, body: { knowingly: true } };
  expect((await world.ask("POST", `/api/slots/${place.slot}/close`, closed)).status).toBe(204);
  expect(await seats()).toMatchObject({ held: 0, capacity: 6 });
  expect(await walkIn(1)).toMatchObject(refusedAs("no-free-seat"));
});

test("I2: free seats that a larger party waits for are not a walk-in's", async () => {
  await book(place.slot, 4);
  const waiting = await world.signIn(`큰 일행 ${randomUUID().slice(0, 8)}`);
  await world.join(place.slot, waiting, { partySize: 4 });
  await begins(place.slot, 15);
  expect(await walkIn(1)).toMatchObject(refusedAs("no-free-seat"));
  await begins(place.slot, -1);
  expect((await walkIn(1)).status).toBe(201);
  expect(await walkIn(5)).toMatchObject(refusedAs("party-too-large"));
  await begins(place.slot, -61);
  expect((await walkIn(1)).body.type).toMatch(/wrong-(time|day)$/);
});
