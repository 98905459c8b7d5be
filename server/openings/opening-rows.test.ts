import { afterAll, beforeAll, expect, test } from "vitest";
import type { SlotId } from "../../shared/ids.ts";
import type { EntryState } from "../../shared/line.ts";
import type { ReservationState } from "../../shared/reservations.ts";
import { type Ledger, openLedger, type SlotWish } from "../../test/services/ledger.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

/** The opening of these tests is the ten minutes from here; a moment is its seconds after that. */
const opened = "2026-11-20T03:00:00Z";
const until = "2026-11-20T03:10:00Z";

interface Came {
  readonly party?: number;
  readonly at?: number;
  readonly key?: string;
  /** Else their place among those who came. */
  readonly ticket?: number;
  /** Their seat, if they ever had one. */
  readonly seat?: ReservationState;
  readonly isWalkIn?: boolean;
  readonly isTold?: boolean;
}

/** Writes people down as they came, ticket by ticket, whatever the line's own functions would have made of them. */
async function write(slot: SlotId, people: readonly (readonly [EntryState, Came?])[]): Promise<void> {
  for (const [place, [state, came = {}]] of people.entries()) {
    const { party = 1, at = place, key = `key-${place}`, seat, isWalkIn = false, isTold = true } = came;
    const { ticket = place + 1 } = came;
    const values = [slot, ticket, party, opened, at];
    const joined = "$4::timestamptz + make_interval(secs => $5)";
    await ledger.run(
      `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at, offer_expires_at)
        values ($1, $2::integer, $2::integer, $3, $6::entry_state, $7, ${joined},
          case when $6::entry_state = 'offered' then now() end)`,
      [...values, state, key],
    );
    if (seat === undefined) continue;
    await ledger.run(
      `insert into reservation (slot_id, ticket, person_id, party_size, created_at, state, is_walk_in,
          cancelled_at, checked_in_at)
        values ($1, $2::integer, $2::integer, $3, ${joined}, $6::reservation_state, $7,
          case when $6::reservation_state = 'cancelled' then now() end,
          case when $6::reservation_state in ('checked_in', 'completed') then now() end)`,
      [...values, seat, isWalkIn],
    );
    if (isTold) {
      const told = `insert into outbox (kind, slot_id, ticket, person_id, created_at)
        values ($3, $1, $2::integer, $2::integer, now())`;
      await ledger.run(told, [slot, ticket, "confirmed"]);
    }
  }
}

interface Told {
  readonly slot: string;
  readonly [figure: string]: unknown;
}

async function reportOf(slot: SlotId): Promise<Told[]> {
  const text = `select told.* from slot, ${ledger.database.code}.opening_slots(store_id, $2, $3) as told
    where slot.id = $1`;
  return ledger.run<Told>(text, [slot, opened, until]);
}

/** What is told of a slot in which these people came. */
async function told(wish: SlotWish, ...people: (readonly [EntryState, Came?])[]): Promise<Told> {
  const slot = await ledger.slot(wish);
  await write(slot, people);
  return (await reportOf(slot))[0] as Told;
}

const seated = (seat: ReservationState, came: Came = {}) => ["confirmed", { ...came, seat }] as const;
const [waits, offered] = [["waitlisted"], ["offered"]] as const;
const errors = async (...asked: Parameters<typeof told>) => (await told(...asked)).order_errors;

test("I2: the report counts each who was seated past somebody that waits, also if they gave it back", async () => {
  expect(await errors({}, seated("confirmed"), offered, waits, ["left"])).toBe(0);
  expect(await errors({}, waits, seated("confirmed"), offered, seated("cancelled"))).toBe(3);
  expect(await errors({}, ["waiting"], seated("confirmed"))).toBe(1);
  expect(await errors({}, ["left"], ["expired"], seated("confirmed"), offered)).toBe(0);
});

test("I2: where gaps are filled a smaller party may pass a larger one; strict, nobody may", async () => {
  const line = [["waitlisted", { party: 3 }], seated("confirmed", { party: 2 })] as const;
  expect([await errors({ fillsGaps: true }, ...line), await errors({}, ...line)]).toEqual([0, 1]);
  const equal = [["waitlisted", { party: 2 }], seated("confirmed", { party: 2 })] as const;
  expect(await errors({ fillsGaps: true }, ...equal)).toBe(1);
  expect(await errors({ fillsGaps: true }, ["waitlisted", { party: 1 }], seated("confirmed", { party: 2 }))).toBe(1);
});

test("I2: the report counts tickets whose people came before whoever has the ticket ahead", async () => {
  expect(await errors({}, ["waitlisted", { at: 5 }], ["waitlisted", { at: 3 }], ["waitlisted", { at: 4 }])).toBe(1);
  expect(await errors({}, ["waitlisted", { at: 5 }], ["waitlisted", { at: 5 }])).toBe(0);
});

test("I2: a walk-in of a buffered slot, its number behind all tickets, passes nobody and is never late", async () => {
  const walkIn = seated("checked_in", { at: 1, ticket: 900_000_001, isWalkIn: true });
  expect(await errors({}, seated("confirmed"), walkIn, ["waitlisted", { ticket: 2 }])).toBe(0);
  expect(await errors({}, waits, seated("checked_in", { isWalkIn: true }))).toBe(1);
});

test("I12: seats are idle while the first of the line could have them; filling gaps, while anybody could", async () => {
  const idle = async (...asked: Parameters<typeof told>) => (await told(...asked)).idle_seats;
  const large = [
    ["waitlisted", { party: 4 }],
    ["waitlisted", { party: 2 }],
  ] as const;
  expect(await idle({ capacity: 3 }, ...large)).toBe(0);
  expect(await idle({ capacity: 3, fillsGaps: true }, ...large)).toBe(3);
  expect(await idle({ capacity: 1, fillsGaps: true }, ...large)).toBe(0);
  expect(await idle({ capacity: 5 }, ...large)).toBe(5);
  expect(await idle({ capacity: 9 }, ...large, ["left", { party: 5 }])).toBe(6);
  expect(await idle({ capacity: 5 }, seated("confirmed", { party: 2 }), ["waiting", { party: 3 }])).toBe(3);
  expect(await idle({ capacity: 5 }, seated("confirmed", { party: 3 }), ["waiting", { party: 3 }])).toBe(0);
});

test("I12: no seat of a slot that is paused or closed is idle, and a closed one has none and holds none", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  await write(slot, [seated("confirmed", { party: 2 }), waits]);
  const seats = async () =>
    (await reportOf(slot)).map(({ capacity, held, idle_seats }) => [capacity, held, idle_seats]);
  expect(await seats()).toEqual([[5, 2, 1]]);
  await ledger.run("update slot_line set paused = true where slot_id = $1", [slot]);
  expect(await seats()).toEqual([[5, 2, 0]]);
  await ledger.run("update slot_line set paused = false where slot_id = $1", [slot]);
  await ledger.run("update slot set closed_at = now() where id = $1", [slot]);
  expect(await seats()).toEqual([[0, 0, 0]]);
  expect(await reportOf(slot)).toMatchObject([{ arrivals: 2, outcomes: { confirmed: 1, waitlisted: 1 } }]);
});

test("the report's held seats are people with a seat that is kept or used, or with an offer", async () => {
  const states = ["confirmed", "checked_in", "completed", "cancelled", "no_show"] as const;
  const people = states.map((state, at) => seated(state, { party: 2 ** at }));
  expect((await told({ capacity: 200 }, ...people, ["offered", { party: 19 }])).held).toBe(1 + 2 + 4 + 19);
});

/** In the opening: three who pressed. Besides, who moved here, came to the door, or pressed before or after it. */
const crowd = [
  ["waitlisted", { at: -1 }],
  seated("confirmed", { at: 0 }),
  ["left", { at: 2.5 }],
  ["waitlisted", { at: 2.9 }],
  ["waitlisted", { at: 4, key: "moved 7" }],
  seated("checked_in", { at: 5, isWalkIn: true }),
  ["waitlisted", { at: 600 }],
] as const;

test("S12: who came is who pressed in the opening: in all, by how it ended, second by second", async () => {
  const slot = await ledger.slot();
  await write(slot, crowd);
  const [told] = await reportOf(slot);
  expect(told).toMatchObject({ arrivals: 3, outcomes: { confirmed: 1, left: 1, waitlisted: 1 } });
  const beside = await ledger.slotBeside(slot);
  await write(beside, [
    ["waitlisted", { at: 3 }],
    ["waitlisted", { at: 0.2 }],
  ]);
  const text = `select ${ledger.database.code}.opening_seconds(store_id, $2, $3) as seconds from slot where id = $1`;
  const seconds = () => ledger.run(text, [slot, opened, until]);
  expect(await seconds()).toEqual([{ seconds: [2, 0, 2, 1] }]);
  await ledger.run("delete from entry where slot_id = any ($1) and joined_at < $2::timestamptz + interval '1 second'", [
    [slot, beside],
    opened,
  ]);
  expect(await seconds()).toEqual([{ seconds: [0, 0, 2, 1] }]);
  await ledger.run("delete from entry where slot_id = any ($1)", [[slot, beside]]);
  expect(await seconds()).toEqual([{ seconds: [] }]);
});

test("I7: untold are those who got a seat in the opening of which the outbox has no word", async () => {
  const untold = { isTold: false };
  expect(
    await told(
      {},
      seated("confirmed"),
      seated("cancelled", untold),
      seated("confirmed", untold),
      seated("confirmed", { ...untold, at: -1 }),
      seated("confirmed", { ...untold, at: 600 }),
      seated("checked_in", { ...untold, isWalkIn: true }),
    ),
  ).toMatchObject({ untold: 2 });
});

test("the report tells of every slot of a store, in the order of their hours", async () => {
  const slot = await ledger.slot({ startsInMs: 3_000_000 });
  const [last, first] = [
    await ledger.slotBeside(slot, { startsInMs: 9_000_000 }),
    await ledger.slotBeside(slot, { startsInMs: 1_000_000 }),
  ];
  expect((await reportOf(slot)).map((each) => each.slot)).toEqual([first, slot, last]);
  await ledger.run(
    `with many as (
        insert into slot (store_id, starts_at, ends_at)
        select store_id, starts_at + number * interval '1 day', ends_at + number * interval '1 day'
        from slot, generate_series(1, 2000) as number where id = $1 returning id
      ) insert into slot_line (slot_id, capacity) select id, 1 from many`,
    [slot],
  );
  expect(await reportOf(slot)).toHaveLength(2_003);
});
