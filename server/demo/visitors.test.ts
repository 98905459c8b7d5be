import { afterAll, beforeAll, expect, test } from "vitest";
import { consentVersion } from "../../shared/consent-version.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlInsightBook } from "../insights/insight-book.sql.ts";
import { createInsights } from "../insights/service.ts";
import { createSqlDemoBook } from "./demo-book.sql.ts";
import { createDemo } from "./index.ts";
import { demoPeople, visitorNames } from "./popups.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
  // Somebody who signed in by such a name before; what they did not tell nobody tells for them.
  await ledger.run(
    "insert into person (issuer, subject, name, role) values ('demo', 'visitor:' || $1, $1, 'visitor')",
    [visitorNames(2)[1]],
  );
  await createDemo({ book: createSqlDemoBook(ledger.database) }).seed();
});
afterAll(() => ledger.close());

test("whoever completed a visit was scanned while it was, and nobody else", async () => {
  const [row] = await ledger.run<{ came: number; wrong: number }>(`
    select count(*) filter (where state = 'completed' and checked_in_at between starts_at and ends_at)::integer as came,
      count(*) filter (where (state = 'completed') <> (checked_in_at is not null))::integer as wrong
    from reservation join slot on slot.id = slot_id`);
  expect(row?.wrong).toBe(0);
  expect(row?.came).toBeGreaterThan(1_000);
});

test("I11: what visitors told of themselves they agreed to when they told it; 지수 told nothing yet", async () => {
  const [row] = await ledger.run<{ told: number; agreed: number; wrong: number }>(
    `select count(*) filter (where sex is not null and birth_year is not null and region is not null)::integer as told,
      count(consent.id)::integer as agreed,
      count(*) filter (where (sex is not null) <> (consent.id is not null) or at <> introduced_at)::integer as wrong
    from person left join consent on person_id = person.id and kind = 'profile' and version = $1 and is_given
    where issuer = 'demo'`,
    [consentVersion],
  );
  expect(row?.told).toBeGreaterThan(200);
  expect(row).toMatchObject({ agreed: row?.told, wrong: 0 });
  const silent = await ledger.run("select from person where name = $1 and sex is null", [demoPeople.visitor]);
  expect(silent).toHaveLength(1);
});

test("S37: a host of the demo sees who came, by sex and by age", async () => {
  const [store] = await ledger.run<{ id: StoreId; owner: PersonId }>(`
    select store_id as id, store.owner_id as owner from reservation join slot on slot.id = slot_id
    join store on store.id = store_id where checked_in_at is not null group by 1, 2 order by count(*) desc limit 1`);
  const { id, owner } = store as { id: StoreId; owner: PersonId };
  const seen = await createInsights(createSqlInsightBook(ledger.database, consentVersion)).store(id, owner);
  if ("problem" in seen) throw new Error("The host's own store is absent.");
  const barsOf = (name: string) => seen.charts.find((chart) => chart.name === name)?.bars ?? [];
  expect(barsOf("sex").map(({ key }) => key)).toEqual(["F", "M"]);
  expect(barsOf("age").filter(({ count }) => count !== null).length).toBeGreaterThan(2);
  expect(barsOf("funnel").find(({ key }) => key === "came")?.count).toBeGreaterThan(20);
});
