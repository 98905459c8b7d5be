import { afterAll, beforeAll, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld({}, { isStill: true });
});
afterAll(() => world.close());

const run = (text: string, values: readonly unknown[] = []) => world.database.query({ text, values });
const idsOf = ({ body }: Awaited<ReturnType<World["ask"]>>) => (body.items as { id: string }[]).map(({ id }) => id);

/** The ids of the next rows have two digits, and then three. */
async function atNinetyNine(table: string): Promise<void> {
  await run(`alter table ${table} alter column id restart with 99`);
}

/** What a list answers, page by page of two. */
async function pagesOf(path: string, cookie: string): Promise<string[][]> {
  const first = await world.ask("GET", `${path}?limit=2`, { cookie });
  const second = await world.ask("GET", `${path}?limit=2&cursor=${first.body.nextCursor}`, { cookie });
  return [idsOf(first), idsOf(second)];
}

test("lists are in the order of numbers, not of texts: the hundredth comes after the ninety-ninth", async () => {
  const { host, store } = await world.openStore();
  const operator = await world.signIn("운영자", "operator");
  for (const table of ["notice", "opening", "outbox", "slot"]) await atNinetyNine(table);
  await run("insert into notice (store_id, text, created_at) select $1, 'x', now() from generate_series(1, 3)", [
    store,
  ]);
  await run(
    `insert into opening (store_id, opens_at, changed_at)
      select $1, now() - make_interval(days => day), now() from generate_series(1, 3) as day`,
    [store],
  );
  await run(
    `insert into outbox (kind, slot_id, ticket, person_id, created_at, tries, settled_at, outcome)
      select 'confirmed', 1, ticket, 1, now(), 1, now(), 'dead' from generate_series(1, 3) as ticket`,
  );
  const body = { dates: [dayIn(4)], times: ["10:00", "11:00", "12:00"], capacity: 1 };
  const added = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
  const newestFirst = [["101", "100"], ["99"]];
  expect({
    notices: await pagesOf(`/api/stores/${store}/notices`, host),
    openings: await pagesOf(`/api/stores/${store}/openings`, host),
    deadLetters: await pagesOf("/api/operations/outbox", operator),
    added: added.body.slotIds,
  }).toEqual({
    ...{ notices: newestFirst, openings: newestFirst, deadLetters: newestFirst },
    added: ["99", "100", "101"],
  });
});
