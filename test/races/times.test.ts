import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlLine } from "../../server/line/line.sql.ts";
import { type Database, openDatabase } from "../../server/platform/database/index.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";

let ledger: Ledger;
let other: Database;
beforeAll(async () => {
  ledger = await openLedger("server");
  other = await openDatabase({ databaseUrl: ledger.url, dataFolder: "" });
});
afterAll(async () => {
  await other.close();
  await ledger.close();
});

test("S26: 500 people at once for five times of a store, over two servers: the first ten of each win", async () => {
  const first = await ledger.slot({ capacity: 10 });
  const times = [2, 3, 4, 5].map((days) => ({ capacity: 10, startsInMs: days * 86_400_000 }));
  const beside = await Promise.all(times.map((time) => ledger.slotBeside(first, time)));
  const slots = [first, ...beside];
  const lines = [ledger.line, createSqlLine(other)] as const;
  const people = await ledger.people(500);
  const join = (person: PersonId, at: number) => {
    const line = at % 2 === 0 ? lines[0] : lines[1];
    return line.join(slots[at % slots.length] as SlotId, { person, partySize: 1, key: randomUUID() });
  };
  const answers = await Promise.all(people.map(join));
  expect(answers.filter((answer) => "problem" in answer)).toEqual([]);
  for (const slot of slots) {
    const { line, entries, reservations } = await ledger.rows(slot);
    const inOrder = entries.toSorted((one, next) => one.ticket - next.ticket);
    expect(line).toMatchObject({ held: 10, waiting: 90, nextTicket: 101 });
    expect(inOrder.map(({ state }) => state)).toEqual([
      ...Array(10).fill("confirmed"),
      ...Array(90).fill("waitlisted"),
    ]);
    expect(reservations.map(({ ticket }) => ticket).toSorted((a, b) => a - b)).toEqual(
      inOrder.slice(0, 10).map(({ ticket }) => ticket),
    );
  }
  const seated = answers.flatMap((answer) => ("entry" in answer && answer.entry.state === "confirmed" ? [answer] : []));
  expect(seated).toHaveLength(50);
});
