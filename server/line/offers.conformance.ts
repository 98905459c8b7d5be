import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Ledger, SlotWish } from "../../test/services/ledger.ts";
import { joinWith } from "./line.conformance.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface Asked {
  readonly now: string;
  /** Days or hours from now are long enough for the rule to be seen. */
  readonly starts?: string;
  readonly minutes?: number;
  readonly zone?: string;
  /** The opening, long ago unless said otherwise. */
  readonly opens?: string;
  readonly isHere?: boolean;
}

async function endsOf(ledger: Ledger, asked: readonly Asked[]): Promise<string[]> {
  const column = (of: (each: Asked) => unknown) => asked.map(of);
  const later = ({ now }: Asked) => new Date(Date.parse(now) + 30 * 24 * hourMs).toISOString();
  const rows = await ledger.run<{ ends: Date }>(
    `select ${ledger.database.code}.offer_until(now, starts, minutes, zone, opens, here) as ends
    from unnest($1::timestamptz[], $2::timestamptz[], $3::integer[], $4::text[], $5::timestamptz[], $6::boolean[])
      with ordinality as asked (now, starts, minutes, zone, opens, here, place) order by place`,
    [
      column(({ now }) => now),
      column((each) => each.starts ?? later(each)),
      column(({ minutes }) => minutes ?? 60),
      column(({ zone }) => zone ?? "Asia/Seoul"),
      column(({ opens }) => opens ?? "2020-01-01T00:00:00Z"),
      column(({ isHere }) => isHere ?? false),
    ],
  );
  return rows.map(({ ends }) => ends.toISOString().replace(".000Z", "Z"));
}

/** What is offered, when, and until when. Moments with +09:00 are Seoul's. */
const written: readonly [what: string, asked: Asked, ends: string][] = [
  ["an hour by day", { now: "2026-11-23T14:00:00+09:00" }, "2026-11-23T15:00:00+09:00"],
  [
    "half of what is left",
    { now: "2026-11-23T14:00:00+09:00", starts: "2026-11-23T15:00:00+09:00" },
    "2026-11-23T14:30:00+09:00",
  ],
  ["5 minutes while the page is open", { now: "2026-11-23T14:00:00+09:00", isHere: true }, "2026-11-23T14:05:00+09:00"],
  [
    "less than 5 when the store says so",
    { now: "2026-11-23T14:00:00+09:00", isHere: true, minutes: 3 },
    "2026-11-23T14:03:00+09:00",
  ],
  [
    "5 minutes in the first 10 of the opening",
    { now: "2026-11-23T14:09:59+09:00", opens: "2026-11-23T14:00:00+09:00" },
    "2026-11-23T14:14:59+09:00",
  ],
  [
    "an hour from then on",
    { now: "2026-11-23T14:10:00+09:00", opens: "2026-11-23T14:00:00+09:00" },
    "2026-11-23T15:10:00+09:00",
  ],
  [
    "no rush before an opening that was put off",
    { now: "2026-11-24T03:00:00+09:00", opens: "2026-11-25T14:00:00+09:00" },
    "2026-11-24T09:00:00+09:00",
  ],
  ["just before the night", { now: "2026-11-23T20:59:59+09:00" }, "2026-11-23T21:59:59+09:00"],
  ["from 22:00 on, nine in the morning", { now: "2026-11-23T21:00:00+09:00" }, "2026-11-24T09:00:00+09:00"],
  ["after midnight, nine of that day", { now: "2026-11-24T03:00:00+09:00" }, "2026-11-24T09:00:00+09:00"],
  [
    "an open page at night proves nobody awake",
    { now: "2026-11-23T23:00:00+09:00", isHere: true },
    "2026-11-24T09:00:00+09:00",
  ],
  ["the first that may end by itself", { now: "2026-11-24T08:00:00+09:00" }, "2026-11-24T09:00:00+09:00"],
  [
    "an opening at midnight is a rush like any other",
    { now: "2026-11-24T00:03:00+09:00", opens: "2026-11-24T00:00:00+09:00" },
    "2026-11-24T00:08:00+09:00",
  ],
  [
    "half of what is left also in the night",
    { now: "2026-11-23T23:00:00+09:00", starts: "2026-11-24T08:00:00+09:00" },
    "2026-11-24T03:30:00+09:00",
  ],
  [
    "the night is the store's own",
    { now: "2026-11-23T21:30:00-05:00", zone: "America/New_York" },
    "2026-11-24T09:00:00-05:00",
  ],
  [
    "clocks go forward: nine by the new clock",
    { now: "2026-03-07T21:30:00-05:00", zone: "America/New_York" },
    "2026-03-08T09:00:00-04:00",
  ],
  [
    "in the night itself, before they do",
    { now: "2026-03-08T00:30:00-05:00", zone: "America/New_York" },
    "2026-03-08T09:00:00-04:00",
  ],
  [
    "clocks go back: nine by the new clock",
    { now: "2026-10-31T21:30:00-04:00", zone: "America/New_York" },
    "2026-11-01T09:00:00-05:00",
  ],
  [
    "in the hour that comes twice",
    { now: "2026-11-01T01:30:00-05:00", zone: "America/New_York" },
    "2026-11-01T09:00:00-05:00",
  ],
  ["by day on that day", { now: "2026-11-01T12:00:00-05:00", zone: "America/New_York" }, "2026-11-01T13:00:00-05:00"],
];

const anyOffer = fc.record({
  now: fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }),
  leftMs: fc.integer({ min: 2, max: 72 * hourMs }),
  openForMs: fc.integer({ min: 0, max: 24 * hourMs }),
  minutes: fc.integer({ min: 1, max: 1_440 }),
  zone: fc.constantFrom("Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"),
  isHere: fc.boolean(),
});

function hourThere(moment: string, timeZone: string): number {
  return Number(
    new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format(Date.parse(moment)),
  );
}

/** What every Line promises about how long an offer stands (decision 0016). */
export function offerConformance(open: () => Ledger): void {
  test("until when a seat is offered", async () => {
    const ends = await endsOf(
      open(),
      written.map(([, asked]) => asked),
    );
    const told = written.map(([what], at) => [what, ends[at]]);
    expect(told).toEqual(
      written.map(([what, , moment]) => [what, new Date(moment).toISOString().replace(".000Z", "Z")]),
    );
  });

  test("no offer takes more than half of what is left, or ends by night but for that half or the rush", async () => {
    const drawn = fc.sample(anyOffer, 2_000);
    const asked = drawn.map(({ now, leftMs, openForMs, ...each }) => ({
      ...each,
      now: now.toISOString(),
      starts: new Date(now.getTime() + leftMs).toISOString(),
      opens: new Date(now.getTime() - openForMs).toISOString(),
    }));
    const ends = await endsOf(open(), asked);
    for (const [at, { now, leftMs, openForMs, zone, minutes, isHere }] of drawn.entries()) {
      const where = JSON.stringify({ ...asked[at], ends: ends[at] });
      const lasts = Date.parse(ends[at] as string) - now.getTime();
      const hour = hourThere(ends[at] as string, zone);
      const isByDay = hour >= 9 && hour < 22;
      const short = openForMs < 10 * minuteMs || isHere ? Math.min(minutes, 5) : minutes;
      const isHalf = Math.abs(lasts - leftMs / 2) <= 1;
      expect(lasts, where).toBeGreaterThanOrEqual(0);
      expect(lasts, where).toBeLessThanOrEqual(leftMs / 2 + 1);
      expect(isHalf || openForMs < 10 * minuteMs || isByDay, where).toBe(true);
      expect(isHalf || lasts >= short * minuteMs, where).toBe(true);
    }
  });

  describe("a returned seat is offered", () => {
    const minutesOffered = async (wish: SlotWish, isHere: boolean) => {
      const ledger = open();
      const slot = await ledger.slot({ capacity: 1, ...wish });
      const [first, second] = (await ledger.people(2)) as [PersonId, PersonId];
      for (const person of [first, second]) await joinWith(ledger, slot, person);
      const until = isHere ? "1 minute" : "-1 second";
      await ledger.run("insert into presence select $1, clock_timestamp() + $2::interval", [second, until]);
      return offeredFor(ledger, slot, first);
    };

    test("for the store's minutes; for 5 while the person's page is open or the opening is young", async () => {
      expect(await minutesOffered({ offerMinutes: 60 }, false)).toBe(60);
      expect(await minutesOffered({ offerMinutes: 60 }, true)).toBe(5);
      expect(await minutesOffered({ offerMinutes: 60, opensInMs: -9 * minuteMs }, false)).toBe(5);
    });

    test("S28: and never after the slot began: brought forward, it ends an offer that would still stand", async () => {
      const ledger = open();
      const slot = await ledger.slot({ capacity: 1, offerMinutes: 60 });
      const [first, second] = (await ledger.people(2)) as [PersonId, PersonId];
      for (const person of [first, second]) await joinWith(ledger, slot, person);
      expect(await offeredFor(ledger, slot, first)).toBe(60);
      await ledger.run(`update slot set starts_at = ${ledger.database.code}.clock() where id = $1`, [slot]);
      await ledger.line.settleDue();
      const { entries, outbox, line } = await ledger.rows(slot);
      expect(entries.map(({ state }) => state)).toEqual(["cancelled", "expired"]);
      expect([line.held, outbox.at(-1)]).toMatchObject([0, { kind: "offer-expired", personId: second }]);
    });
  });
}

/** Whole minutes that the offer of the one who waits stands after this person cancelled. */
async function offeredFor(ledger: Ledger, slot: SlotId, seated: PersonId): Promise<number> {
  const { reservations } = await ledger.rows(slot);
  await ledger.reservations.cancel(reservations[0]?.id as never, seated, randomUUID());
  const [row] = await ledger.run<{ minutes: number }>(
    `select round(extract(epoch from offer_expires_at - clock_timestamp()) / 60)::integer as minutes
    from entry where slot_id = $1 and state = 'offered'`,
    [slot],
  );
  return row?.minutes as number;
}
