import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeEntryId, type PersonId, type SlotId } from "../../shared/ids.ts";
import { asDoer, type Ledger } from "../../test/services/ledger.ts";
import { entryOf, joinWith } from "./line.conformance.ts";

/** Tickets at which blocks of each level begin: 64, 4,096 and 262,144 of them, and a second one of the largest. */
const edges = [1, 60, 4_090, 8_180, 262_100, 266_300, 524_280];

/** A line that has people around each edge, as if all tickets between had been given to others. */
async function longLine(ledger: Ledger, slot: SlotId, parties: (position: number) => number) {
  const joined: { person: PersonId; ticket: number; partySize: number }[] = [];
  for (const edge of edges) {
    await ledger.skipTickets(slot, edge);
    const people = await ledger.people(70);
    const wishes = people.map((person) => ({ person, partySize: parties(joined.length + people.indexOf(person)) }));
    const answers = await Promise.all(wishes.map(({ person, partySize }) => joinWith(ledger, slot, person, partySize)));
    const tickets = answers.map((answer) => entryOf(answer).ticket);
    joined.push(...wishes.map((wish, position) => ({ ...wish, ticket: tickets[position] as number })));
  }
  return joined;
}

/** What every Line promises about long lines. */
export function depthConformance(open: () => Ledger): void {
  test("D8, I10: places are right where blocks of every size begin, beyond half a million tickets", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1 });
    const joined = await longLine(ledger, slot, () => 1);
    for (const { person, ticket } of joined.filter((_, position) => position % 7 === 3)) {
      await ledger.line.act("leave", makeEntryId(slot, ticket), person, randomUUID());
    }
    const rows = await ledger.run<{ ticket: number; counted: number; known: number }>(
      `select ticket, ${ledger.database.code}.line_ahead(slot_id, ticket) as known,
         (count(*) filter (where state = 'waitlisted') over (order by ticket)
           - (state = 'waitlisted')::integer)::integer as counted
       from entry where slot_id = $1 order by ticket`,
      [slot],
    );
    expect(rows.at(-1)?.ticket).toBeGreaterThan(2 * 262_144);
    expect(rows.map(({ known }) => known)).toEqual(rows.map(({ counted }) => counted));

    for (const { person, ticket } of joined.slice(1, 70)) {
      await ledger.line.act("leave", makeEntryId(slot, ticket), person, randomUUID());
    }
    const empty = "select from line_count where slot_id = $1 and waiting = 0";
    expect(await ledger.run(empty, [slot]), "a block without anybody has no row").toEqual([]);
  });

  test("I12: where gaps are filled, a free seat finds whoever fits, however far back, and in order", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 20, fillsGaps: true, largestParty: 6 });
    const sizes = [5, 6, 4, 6, 3, 6, 2];
    // The seats go to parties that leave gaps of every size; a few small ones wait far behind.
    const joined = await longLine(ledger, slot, (position) => (position % 61 === 60 ? 1 : (sizes[position % 7] ?? 6)));
    const waiting = async () =>
      (await ledger.rows(slot)).entries.filter(({ state }) => state === "waitlisted" || state === "waiting");
    for (let step = 0; step < 60; step += 1) {
      const { line, entries, reservations } = await ledger.rows(slot);
      const before = await waiting();
      let free = line.capacity - line.held;
      const [seat] = reservations.filter(({ state }) => state === "confirmed");
      if (step % 3 === 0) {
        const capacity = line.capacity + 1 + (step % 2);
        free += capacity - line.capacity;
        await ledger.line.change(slot, asDoer(ledger.host), { capacity }, randomUUID());
      } else if (step % 3 === 1 && seat !== undefined) {
        free += seat.partySize;
        await ledger.reservations.cancel(seat.id as never, seat.personId, randomUUID());
      } else {
        const leaver = before[(step * 17) % before.length] as (typeof entries)[number];
        await ledger.line.act("leave", makeEntryId(slot, leaver.ticket), leaver.personId, randomUUID());
        before.splice(before.indexOf(leaver), 1);
      }
      const seated = new Set<number>();
      for (const { ticket, partySize } of before) {
        if (partySize > free) continue;
        seated.add(ticket);
        free -= partySize;
      }
      const left = before.filter(({ ticket }) => !seated.has(ticket)).map(({ ticket }) => ticket);
      expect((await waiting()).map(({ ticket }) => ticket)).toEqual(left);
    }
    expect(joined).toHaveLength(490);
  });

  test("S27, D7: when the slot is over all of a long line goes, and whoever came has been", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 2 });
    const [came, absent] = (await ledger.people(2)) as [PersonId, PersonId];
    for (const person of [came, absent]) await joinWith(ledger, slot, person);
    await ledger.run(
      `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
      select $1, ticket, 1000000 + ticket, 1, 'left', 'gone', now() from generate_series(3, 11000) as ticket`,
      [slot],
    );
    await ledger.run(
      `insert into departure (slot_id, number, ticket)
      select $1, ticket - 2, ticket from generate_series(3, 11000) as ticket`,
      [slot],
    );
    await ledger.run("update reservation set state = 'checked_in' where slot_id = $1 and ticket = 1", [slot]);
    const rows = () => ledger.run("select from entry where slot_id = $1", [slot]);
    await ledger.passTime(slot, 26 * 3_600_000);
    for (const left of [6_000, 1_000, 0]) {
      expect(await ledger.line.settleDue()).toContain(slot);
      expect(await rows()).toHaveLength(left);
    }
    expect(await ledger.line.settleDue()).not.toContain(slot);
    expect(await ledger.run("select from departure where slot_id = $1", [slot])).toEqual([]);
    const { reservations } = await ledger.rows(slot);
    expect(reservations.map(({ state }) => state)).toEqual(["completed", "confirmed"]);
  });
}
