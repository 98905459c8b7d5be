import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlPresenceBook } from "./presence-book.sql.ts";

describe.each(["embedded", "server"] as const)("the presence book, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
    await ledger.setClock("timestamptz '2026-12-01T00:00:00Z'");
  });
  afterAll(() => ledger.close());

  async function secondsLeft(person: PersonId): Promise<number[]> {
    const text = `select extract(epoch from until - ${ledger.database.code}.clock())::integer as seconds
      from presence where person_id = $1`;
    return (await ledger.run<{ seconds: number }>(text, [person])).map(({ seconds }) => seconds);
  }

  test("a page counts as open for a minute after it was last kept, and only the pages that were", async () => {
    const book = createSqlPresenceBook(ledger.database);
    const [here, gone, never] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    await book.keep([gone, here]);
    await ledger.run("update presence set until = until - interval '50 seconds'");
    await book.keep([here]);
    expect(await Promise.all([here, gone, never].map(secondsLeft))).toEqual([[60], [10], []]);
  });

  test("those who keep the same people in opposite orders wait for each other in no circle", async () => {
    const book = createSqlPresenceBook(ledger.database);
    const people = await ledger.people(book.mostAtOnce);
    const rounds = Array.from({ length: 10 }, (_, round) => (round % 2 === 0 ? people : people.toReversed()));
    await Promise.all(rounds.map((some) => book.keep(some)));
    expect(await secondsLeft(people[0] as PersonId)).toHaveLength(1);
  });
});
