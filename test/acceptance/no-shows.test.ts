import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlDoorBook } from "../../server/reservations/door/door-book.sql.ts";
import { createDoor } from "../../server/reservations/index.ts";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let round: () => Promise<number>;
beforeAll(async () => {
  world = await openWorld({}, { isStill: true });
  const line = { seatsChanged: () => undefined };
  const door = createDoor({ book: createSqlDoorBook(world.database), line, codeOf: String, markOf: String });
  round = door.markNoShows;
});
afterAll(() => world.close());

const run = <Row extends object>(text: string, values: readonly unknown[] = []) =>
  world.database.query<Row>({ text, values });

/** A slot of this many seats that begins in so many minutes, with passes for its first parties. */
async function slotWith(parties: readonly number[], wish: Record<string, unknown> = {}, capacity = 6) {
  const place = await world.openStore({ graceMinutes: 20, ...wish }, capacity);
  const passes: { id: string; text: string; cookie: string }[] = [];
  for (const partySize of parties) {
    const cookie = await world.signIn(`손님 ${randomUUID().slice(0, 8)}`);
    const { body } = await world.join(place.slot, cookie, { partySize });
    const { code } = (await world.ask("GET", `/api/reservations/${body.reservationId}`, { cookie })).body;
    passes.push({ id: String(body.reservationId), text: `popline:v1:${body.reservationId}:${code}`, cookie });
  }
  return {
    ...place,
    passes,
    began: (minutes: number) =>
      run(
        `update slot set starts_at = now() - $2 * interval '1 minute', ends_at = now() + (60 - $2) * interval '1 minute'
          where id = $1`,
        [place.slot, minutes],
      ),
    scan: (at: number, scannedAt?: string) =>
      world.ask("POST", "/api/check-ins", {
        cookie: place.host,
        body: { storeId: place.store, code: passes[at]?.text, ...(scannedAt === undefined ? {} : { scannedAt }) },
      }),
    undo: (at: number) => world.ask("DELETE", `/api/check-ins/${passes[at]?.id}`, { cookie: place.host }),
    walkIn: (partySize: number) =>
      world.ask("POST", "/api/walk-ins", { cookie: place.host, body: { slotId: place.slot, partySize } }),
    states: async () => {
      const found = await run<{ state: string }>("select state from reservation where slot_id = $1 order by ticket", [
        place.slot,
      ]);
      return found.map(({ state }) => state);
    },
    seats: async () => (await world.ask("GET", `/api/slots/${place.slot}`)).body,
  };
}

test("who has not come when the grace time is over is a no-show, and may still come", async () => {
  const { began, scan, undo, states, seats } = await slotWith([1, 1, 1]);
  await began(19);
  await scan(0);
  await round();
  expect(await states()).toEqual(["checked_in", "confirmed", "confirmed"]);
  await began(21);
  await round();
  expect(await states()).toEqual(["checked_in", "no_show", "no_show"]);
  expect(await seats()).toMatchObject({ held: 3 });
  expect((await scan(1)).status).toBe(201);
  expect((await undo(1)).status).toBe(204);
  expect(await states()).toEqual(["checked_in", "no_show", "no_show"]);
  // Scanned in time, sent late.
  const scannedAt = new Date(Date.now() - 10 * 60_000).toISOString();
  expect(await scan(2, scannedAt)).toMatchObject({ status: 201, body: { checkedInAt: scannedAt } });
});

test("where nobody scans nobody is a no-show; once the door is used that day, they are", async () => {
  const quiet = await slotWith([1, 1]);
  await quiet.began(25);
  await round();
  expect(await quiet.states()).toEqual(["confirmed", "confirmed"]);
  await quiet.scan(0);
  await round();
  expect(await quiet.states()).toEqual(["checked_in", "no_show"]);

  const never = await slotWith([1]);
  await never.began(25 * 60 + 1);
  await round();
  const [slot] = await run<{ done: boolean }>("select no_shows_at is not null as done from slot where id = $1", [
    never.slot,
  ]);
  expect([await never.states(), slot?.done]).toEqual([["confirmed"], true]);
});

test.each([
  { day: "another day, 13 hours before", hours: 13, state: "confirmed" },
  { day: "the same day, 11 hours before", hours: 11, state: "no_show" },
])("S29: a door that was used on $day: whoever has not come is $state", async ({ hours, state }) => {
  const { began, scan, store, host } = await slotWith([1]);
  await began(5);
  await scan(0);
  const wish = { dates: [dayIn(4)], times: ["14:00"], capacity: 2 };
  const added = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body: wish });
  const [later] = added.body.slotIds as string[];
  await world.join(String(later), await world.signIn(`손님 ${randomUUID().slice(0, 8)}`));
  await began(25 + hours * 60);
  await run(
    "update slot set starts_at = now() - interval '25 minutes', ends_at = now() + interval '35 minutes' where id = $1",
    [later],
  );
  await round();
  const found = await run<{ state: string }>("select state from reservation where slot_id = $1", [later]);
  expect(found).toEqual([{ state }]);
});

test("I1, I6: where the store says so their seats come free, once, for whoever stands at the door", async () => {
  const { began, scan, walkIn, states, seats, host, store } = await slotWith([2, 3, 1], { releasesNoShows: true });
  await began(5);
  await scan(0);
  expect(await walkIn(1)).toMatchObject({ status: 409, body: { type: "/problems/no-free-seat" } });
  await began(21);
  for (let rounds = 0; rounds < 3; rounds += 1) await round();
  expect(await states()).toEqual(["checked_in", "no_show", "no_show"]);
  expect(await seats()).toMatchObject({ held: 2, capacity: 6 });
  expect((await walkIn(4)).status).toBe(201);
  expect((await walkIn(1)).status).toBe(409);
  // Their seats are somebody else's now, also for a door without a network.
  const { body } = await world.ask("GET", `/api/stores/${store}/reservations`, { cookie: host });
  const released = (body.items as { seatReleased: boolean }[]).map(({ seatReleased }) => seatReleased);
  expect(released).toEqual([false, true, true, false]);
  expect(await scan(1)).toMatchObject({ status: 409, body: { type: "/problems/already-ended" } });
});

test("whoever came is completed, and whoever did not stays a no-show, when the slot is over", async () => {
  const { began, scan, states, slot } = await slotWith([1, 1]);
  await began(30);
  await scan(0);
  await round();
  await began(61);
  await run(`select ${world.database.code}.open_line($1)`, [slot]);
  expect(await states()).toEqual(["completed", "no_show"]);
});

test("a slot whose no-shows cannot be written down stops no other, and has its turn again", async () => {
  const [stuck, other] = [await slotWith([1, 1]), await slotWith([1, 1])];
  for (const { began, scan } of [stuck, other]) {
    await began(19);
    await scan(0);
  }
  await stuck.began(40);
  await other.began(30);
  const press: World["database"]["press"] = async (query) => {
    if (query.values?.[0] === stuck.slot) throw new Error("cannot be written");
    return world.database.press(query);
  };
  const book = createSqlDoorBook({ ...world.database, press });
  await expect(book.markNoShows()).rejects.toThrow("some slots");
  expect([await stuck.states(), await other.states()]).toEqual([
    ["checked_in", "confirmed"],
    ["checked_in", "no_show"],
  ]);
  await round();
  expect(await stuck.states()).toEqual(["checked_in", "no_show"]);
});
