import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId, ReservationId, SlotId, StoreId } from "../../shared/ids.ts";
import { mostNoticesADay } from "../../shared/notification-codes.ts";
import { asDoer } from "../../test/services/ledger.ts";
import { type MailGround, openMailGround } from "../../test/services/mail-ground.ts";
import { readMail } from "../../test/services/mail-server.ts";
import { createCalendar } from "./calendar-service.ts";
import { createSqlCalendarWork } from "./calendar-work.sql.ts";
import { createSqlNotices } from "./notices.sql.ts";

let ground: MailGround;
let calendar: ReturnType<typeof createCalendar>;
beforeAll(async () => {
  ground = await openMailGround("embedded");
  calendar = createCalendar(createSqlCalendarWork(ground.ledger.database), () => undefined);
});
afterAll(() => ground.close());

const run = <Row extends object>(text: string, values: readonly unknown[] = []) => ground.ledger.run<Row>(text, values);

/** Every decision in the database is made at this moment from now on. */
const setClock = (moment: string) => ground.ledger.setClock(`timestamptz '${moment}'`);

/** A slot that begins at this moment, in a store there; reservations have been open since the year began. */
async function slotAt(startsAt: string, timeZone: string, opensAt = "2026-01-01T00:00:00Z"): Promise<SlotId> {
  const slot = await ground.ledger.slot({ capacity: 1_000 });
  await run("update slot set starts_at = $2, ends_at = $2::timestamptz + interval '1 hour' where id = $1", [
    slot,
    startsAt,
  ]);
  await run(
    `update store set time_zone = $2, opens_at = $3, closes_at = '2030-01-01'
    where id = (select store_id from slot where id = $1)`,
    [slot, timeZone, opensAt],
  );
  return slot;
}

async function book(slot: SlotId): Promise<{ person: PersonId; reservation: ReservationId }> {
  const [person] = (await ground.people(1)) as [PersonId];
  const answer = await ground.join(slot, person);
  if (!("entry" in answer)) throw new Error(JSON.stringify(answer));
  return { person, reservation: answer.entry.reservationId as ReservationId };
}

const reminded = async (slot: SlotId) =>
  (
    await run<{ person: PersonId }>(
      "select person_id::text as person from outbox where slot_id = $1 and kind = 'reminder'",
      [slot],
    )
  ).map(({ person }) => person);

/** Moves the clock on minute by minute and answers at which moment the first reminder of the slot is there. */
async function firstReminder(slot: SlotId, from: string, minutes: number): Promise<string | null> {
  for (let minute = 0; minute <= minutes; minute += 1) {
    const moment = new Date(Date.parse(from) + minute * 60_000).toISOString();
    await setClock(moment);
    await calendar.tick();
    if ((await reminded(slot)).length > 0) return moment;
  }
  return null;
}

describe("S31, D14: reminders, the day before at 15:00 where the store is", () => {
  test("two days in Seoul: at 15:00, none for the cancelled, one if run twice, none for who books later", async () => {
    await setClock("2026-11-20T03:00:00Z");
    const [tomorrow, after] = [
      await slotAt("2026-11-21T05:00:00Z", "Asia/Seoul"),
      await slotAt("2026-11-22T00:30:00Z", "Asia/Seoul"),
    ];
    const [kept, cancelled, later] = [await book(tomorrow), await book(tomorrow), await book(after)];
    await ground.ledger.reservations.cancel(cancelled.reservation, cancelled.person, randomUUID());
    expect(await firstReminder(tomorrow, "2026-11-20T05:58:00Z", 10)).toBe("2026-11-20T06:00:00.000Z");
    await book(tomorrow);
    await calendar.tick();
    expect(await reminded(tomorrow)).toEqual([kept.person]);
    expect(await reminded(after)).toEqual([]);
    expect(await firstReminder(after, "2026-11-21T05:58:00Z", 10)).toBe("2026-11-21T06:00:00.000Z");
    expect(await reminded(after)).toEqual([later.person]);
    expect(await reminded(tomorrow)).toEqual([kept.person]);
  });

  test.each([
    // In 2026 the clocks of New York go on from 2 to 3 on March 8 and back from 2 to 1 on November 1.
    ["before the clocks go on", "2026-03-07T15:00:00Z", "2026-03-06T20:00:00.000Z"],
    ["on the day the clocks go on", "2026-03-08T14:00:00Z", "2026-03-07T20:00:00.000Z"],
    ["after the clocks went on", "2026-03-09T14:00:00Z", "2026-03-08T19:00:00.000Z"],
    ["on the day the clocks go back", "2026-11-01T15:00:00Z", "2026-10-31T19:00:00.000Z"],
    ["after the clocks went back", "2026-11-02T15:00:00Z", "2026-11-01T20:00:00.000Z"],
    ["a minute after midnight", "2026-03-08T05:01:00Z", "2026-03-07T20:00:00.000Z"],
    ["a minute before midnight", "2026-11-02T04:59:00Z", "2026-10-31T19:00:00.000Z"],
  ])("New York, %s", async (_, startsAt, expected) => {
    await setClock("2026-02-01T00:00:00Z");
    const slot = await slotAt(startsAt, "America/New_York");
    const { person } = await book(slot);
    const before = new Date(Date.parse(expected) - 2 * 60_000).toISOString();
    expect(await firstReminder(slot, before, 4)).toBe(expected);
    expect(await reminded(slot)).toEqual([person]);
  });

  test("who books after the moment, before the first round after it, is not reminded", async () => {
    await setClock("2026-07-01T00:00:00Z");
    const slot = await slotAt("2026-07-05T05:00:00Z", "Asia/Seoul");
    const before = await book(slot);
    await setClock("2026-07-04T06:00:00Z");
    await book(slot);
    await setClock("2026-07-04T06:00:10Z");
    await calendar.tick();
    expect(await reminded(slot)).toEqual([before.person]);
  });

  test("more people than one piece, after an outage: everybody once; none once it has begun", async () => {
    await setClock("2026-06-01T00:00:00Z");
    const slot = await slotAt("2026-06-10T05:00:00Z", "Asia/Seoul");
    const begun = await slotAt("2026-06-09T22:00:00Z", "Asia/Seoul");
    await run(
      `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      select $1, ticket, 1000000 + ticket, 1, '2026-06-01' from generate_series(1, 450) as ticket`,
      [slot],
    );
    await book(begun);
    await setClock("2026-06-09T23:30:00Z");
    await Promise.all([calendar.tick(), calendar.tick()]);
    expect(new Set(await reminded(slot)).size).toBe(450);
    expect(await reminded(slot)).toHaveLength(450);
    expect(await reminded(begun)).toEqual([]);
  });
});

test("a notice is told in pieces, looks at everybody twice, and is done; each is told once", async () => {
  await setClock("2026-12-20T03:00:00Z");
  const slot = await slotAt("2026-12-24T05:00:00Z", "Asia/Seoul");
  const booked = [await book(slot), await book(slot), await book(slot)];
  const { code } = ground.ledger.database;
  await run(
    `insert into notice (store_id, text, created_at)
    select store_id, '내일 만나요', ${code}.clock() from slot where id = $1`,
    [slot],
  );
  const looks: unknown[] = [];
  while (looks.at(-1) !== 0)
    looks.push((await run<{ done: number }>(`select ${code}.tell_notices(2) as done`))[0]?.done);
  expect(looks).toEqual([2, 1, 2, 1, 0]);
  const told = "select person_id::text as person from outbox where kind = 'host-notice' order by id";
  expect(await run(told)).toEqual(booked.map(({ person }) => ({ person: String(person) })));
  expect(await run("select from notice where told_at is null")).toEqual([]);
});

test("S30: ten notices in a day, and whoever says more is told when the first of them is a day old", async () => {
  const slot = await slotAt("2026-12-24T05:00:00Z", "Asia/Seoul");
  const [{ store } = { store: "" as StoreId }] = await run<{ store: StoreId }>(
    "select store_id::text as store from slot where id = $1",
    [slot],
  );
  const say = () =>
    createSqlNotices(ground.ledger.database).post(store, asDoer(ground.ledger.host), "내일 만나요", randomUUID());
  for (let hour = 10; hour < 10 + mostNoticesADay; hour += 1) {
    await setClock(`2026-12-20T${hour}:00:00Z`);
    expect(await say()).toMatchObject({ text: "내일 만나요" });
  }
  const refused = (retryAfterSeconds: number) => ({ problem: "too-many-requests", retryAfterSeconds });
  expect(await say()).toEqual(refused(15 * 3_600));
  await setClock("2026-12-21T09:59:59.4Z");
  expect(await say()).toEqual(refused(1));
  await setClock("2026-12-21T10:00:00Z");
  expect(await say()).toMatchObject({ text: "내일 만나요" });
  expect(await say()).toEqual(refused(3_600));
});

describe("openings that people follow", () => {
  const outcomeOf = async (person: PersonId) =>
    (
      await run<{ outcome: string | null }>(
        "select outcome from outbox where person_id = $1 and kind = 'opening-soon' order by id",
        [person],
      )
    ).map(({ outcome }) => outcome);

  async function follower(opensAt: string, consents: boolean, zone = "Asia/Seoul"): Promise<PersonId> {
    const slot = await slotAt("2027-12-01T05:00:00Z", zone, opensAt);
    const [person] = (await ground.people(1)) as [PersonId];
    await run("insert into store_follow select store_id, $2, now() from slot where id = $1", [slot, person]);
    if (consents) {
      await run(
        "insert into consent (person_id, kind, version, is_given, at) values ($1, 'opening-soon', '1', true, now())",
        [person],
      );
    }
    return person;
  }

  test("ten minutes before, to who agreed, once, and by mail never from 21:00 to 08:00", async () => {
    await setClock("2027-05-01T00:00:00Z");
    const [agreed, silent] = [
      await follower("2027-05-02T02:00:00Z", true),
      await follower("2027-05-02T02:00:00Z", false),
    ];
    const night = await follower("2027-05-02T12:09:00Z", true);
    await setClock("2027-05-02T01:49:00Z");
    await calendar.tick();
    expect(await outcomeOf(agreed)).toEqual([]);
    await setClock("2027-05-02T01:50:00Z");
    for (const _ of [1, 2]) await calendar.tick();
    await ground.relay().run();
    expect([await outcomeOf(agreed), await outcomeOf(silent)]).toEqual([["sent"], ["switched-off"]]);
    expect(ground.server.mails.at(-1)?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);

    // 21:00 in Seoul: the message is in the list, and no mail goes.
    await setClock("2027-05-02T12:00:00Z");
    await calendar.tick();
    await ground.relay().run();
    expect(await outcomeOf(night)).toEqual(["night"]);
  });

  test("put off after people were told: they are told the new moment once, and of none that is not soon", async () => {
    await setClock("2027-07-01T00:00:00Z");
    const [told, late] = [await follower("2027-07-02T02:00:00Z", true), await follower("2027-07-02T02:00:00Z", true)];
    const opens = (person: PersonId, moment: string) =>
      run("update store set opens_at = $2 where id = (select store_id from store_follow where person_id = $1)", [
        person,
        moment,
      ]);
    const round = async (moment: string) => {
      await setClock(moment);
      for (const _ of [1, 2]) await calendar.tick();
    };
    await round("2027-07-02T01:52:00Z");
    // Put off while one mail has gone and the other has not been sent.
    await run("update outbox set due_at = 'infinity' where person_id = $1", [late]);
    await ground.relay().run();
    for (const person of [told, late]) await opens(person, "2027-07-02T02:05:00Z");
    await run("update outbox set due_at = '-infinity' where person_id = $1", [late]);
    await round("2027-07-02T01:54:00Z");
    await ground.relay().run();
    expect([await outcomeOf(told), await outcomeOf(late)]).toEqual([["sent"], ["withdrawn"]]);
    await round("2027-07-02T01:55:00Z");
    await ground.relay().run();
    expect([await outcomeOf(told), await outcomeOf(late)]).toEqual([
      ["sent", "sent"],
      ["withdrawn", "sent"],
    ]);
    expect((await readMail(ground.server.mails.at(-1) as (typeof ground.server.mails)[0])).text).toContain("11:05");

    // Put off to another day, and then brought back to a moment that people know of already.
    await opens(told, "2027-07-09T02:00:00Z");
    await round("2027-07-02T01:56:00Z");
    await opens(told, "2027-07-02T02:05:00Z");
    await round("2027-07-02T01:57:00Z");
    expect(await outcomeOf(told)).toEqual(["sent", "sent"]);
  });

  test("what a process of before has told is not told again, nor sent once it is put off", async () => {
    await setClock("2027-08-01T00:00:00Z");
    const person = await follower("2027-08-02T02:00:00Z", true);
    await setClock("2027-08-02T01:51:00Z");
    await run(
      `insert into outbox (kind, cause, person_id, created_at)
      select 'opening-soon', store_id, person_id, timestamptz '2027-08-02T01:50:00Z' from store_follow
      where person_id = $1`,
      [person],
    );
    await calendar.tick();
    expect(await outcomeOf(person)).toEqual([null]);
    await run("update store set opens_at = '2027-08-03T02:00:00Z' where opens_at = '2027-08-02T02:00:00Z'");
    await ground.relay().run();
    expect(await outcomeOf(person)).toEqual(["withdrawn"]);
  });

  test("none of a store that its host took back: it opens for nobody, until it is published again", async () => {
    await setClock("2027-10-01T00:00:00Z");
    const person = await follower("2027-10-02T02:00:00Z", true);
    const published = (at: string | null) =>
      run("update store set published_at = $2 where id = (select store_id from store_follow where person_id = $1)", [
        person,
        at,
      ]);
    await published(null);
    await setClock("2027-10-02T01:52:00Z");
    await calendar.tick();
    expect(await outcomeOf(person)).toEqual([]);
    await published("2027-10-02T01:52:30Z");
    await setClock("2027-10-02T01:53:00Z");
    await calendar.tick();
    expect(await outcomeOf(person)).toEqual([null]);
  });

  test("nobody who is being erased: a message may not be written while the last of them goes", async () => {
    await setClock("2027-09-01T00:00:00Z");
    const person = await follower("2027-09-02T02:00:00Z", true);
    await run("update person set erasing_since = '2027-09-01' where id = $1", [person]);
    await setClock("2027-09-02T01:55:00Z");
    await calendar.tick();
    expect(await outcomeOf(person)).toEqual([]);
  });

  test("nor when it is night in Seoul only, or only where the store is", async () => {
    await setClock("2027-06-01T00:00:00Z");
    // 23:00 in Seoul and 10:00 in New York; 13:00 in Seoul and midnight in New York.
    const moments = ["2027-06-02T14:00:00Z", "2027-06-03T04:00:00Z"];
    for (const opens of moments) {
      const person = await follower(opens, true, "America/New_York");
      await setClock(new Date(Date.parse(opens) - 300_000).toISOString());
      await calendar.tick();
      await ground.relay().run();
      expect(await outcomeOf(person)).toEqual(["night"]);
    }
  });
});
