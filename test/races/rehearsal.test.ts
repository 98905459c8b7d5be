import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Child, type Exit, startChild, untilReady } from "../../load/processes/child.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { testSettings } from "../services/servers.ts";

const patienceMs = 120_000;

let ledger: Ledger;
let server: ServerProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-rehearsals-"));
  ledger = await openLedger("server");
  // With the limit per network, as whoever rehearses finds it; so few visitors stay below it.
  const settings = { DATABASE_URL: ledger.url as string, DEMO_DATA: "off", NETWORK_LIMITS: "on" };
  server = await startServer(testSettings(settings));
});
afterAll(async () => {
  await server.stop();
  await ledger.close();
  await rm(folder, { recursive: true });
});

/** `npm run rehearse` without npm in between. */
function rehearse(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Child> {
  return startChild(process.execPath, ["--enable-source-maps", "dist/programs/rehearse.js", ...words], {
    cwd: process.cwd(),
    env: { ...process.env, ...env },
  });
}

const small = (visitors: number, seats: number, csv = join(folder, `${randomUUID()}.csv`)) => {
  const size = ["--visitors", String(visitors), "--seats", String(seats), "--double-taps", "20%", "--drops", "5%"];
  return ["--url", server.url, "--csv", csv, ...size];
};

async function slotOf(child: Child): Promise<string> {
  const said = () => child.lines.find(/The line is \/slots\/(\d+)/)?.[1];
  const named = waitUntil(said, { what: "the rehearsal names its slot", timeoutMs: patienceMs });
  return untilReady(child, "The rehearsal", named);
}

/** A rehearsal's store is found by whoever has its address, by nobody else; and soon nobody can join it any more. */
async function expectNowhereNamed(slot: string): Promise<void> {
  const ask = async (path: string) => (await fetch(server.url + path)).text();
  const lists = ["/api/stores", "/api/stores?state=upcoming", `/api/stores?q=${encodeURIComponent("리허설")}`];
  for (const path of ["/", "/explore", ...lists])
    expect([path, /리허설 \d/.test(await ask(path))]).toEqual([path, false]);
  const { storeId, opensAt, closesAt } = JSON.parse(await ask(`/api/slots/${slot}`));
  expect(JSON.parse(await ask(`/api/stores/${storeId}`))).toMatchObject({ id: storeId, isListed: false });
  expect(Date.parse(closesAt) - Date.parse(opensAt)).toBe(30 * 60_000);
}

/** It could not be carried out, and says why without a stack. */
async function expectOneLine(child: Child, line: string): Promise<void> {
  const exit: Exit = await child.exited;
  expect(exit, child.lines.text()).toEqual({ code: 2, signal: null });
  expect(child.lines.text()).toContain(line);
  expect(child.lines.text()).not.toMatch(/^\s+at /m);
}

/** A line of the printed verdict. */
const figureOf = (child: Child, name: string) => child.lines.text().match(new RegExp(`${name} +│ (\\d+)`))?.[1];

const wait = "state = 'waitlisted'";
const damages = [
  {
    what: "a ticket that is gone",
    named: /I5: /,
    sql: `with gone as (select max(ticket) as ticket from entry where slot_id = $1 and ${wait}),
      line as (update slot_line set waiting = waiting - 1 where slot_id = $1)
      delete from entry using gone where slot_id = $1 and entry.ticket = gone.ticket`,
  },
  {
    what: "one seat sold twice",
    named: /oversold +│ 1/,
    sql: `with lucky as (update entry set state = 'confirmed' where slot_id = $1 and ticket =
        (select max(ticket) from entry where slot_id = $1 and ${wait}) returning *),
      line as (update slot_line set capacity = capacity + 1, held = held + 1, waiting = waiting - 1 where slot_id = $1)
      insert into reservation (slot_id, ticket, person_id, party_size, created_at)
        select slot_id, ticket, person_id, party_size, joined_at from lucky`,
  },
  {
    what: "two people who changed places",
    named: /I[25]: /,
    sql: `with pair as (select min(ticket) as first, max(ticket) as last from entry where slot_id = $1 and ${wait})
      update entry set ticket = 1000000 - entry.ticket from pair where slot_id = $1 and entry.ticket in (first, last)`,
  },
  {
    what: "ranks that grow while somebody looks",
    named: /I10: the rank of \d+-\d+ grew/,
    sql: "update line_count set waiting = waiting + 500 where slot_id = $1 and level = 0 and block = 0",
  },
];

// They wait most of their time, so all are held at once: each rehearsal has a store and a slot of its own.
describe.concurrent("the rehearsal as a command", () => {
  test("500 visitors, 20 % double taps, 5 % dropped answers: exit 0, and every ticket is in the CSV", async () => {
    const csv = join(folder, "tickets.csv");
    const child = await rehearse(small(500, 50, csv));
    const slot = await slotOf(child);
    expect(await child.exited, child.lines.text()).toEqual({ code: 0, signal: null });
    expect(child.lines.text()).toContain("Clean: nobody was lost");
    // 100 and 25 to be expected; below and above lies one run in ten millions.
    expect(Math.abs(Number(figureOf(child, "doubleTaps")) - 100)).toBeLessThan(50);
    expect(Number(figureOf(child, "drops"))).toBeGreaterThan(0);
    expect(Number(figureOf(child, "drops"))).toBeLessThan(60);

    const { line, entries } = await ledger.rows(slot as Parameters<Ledger["rows"]>[0]);
    expect(line).toMatchObject({ capacity: 50, held: 50 });
    expect(entries).toHaveLength(500);
    const [header, ...lines] = (await readFile(csv, "utf8")).trimEnd().split("\r\n");
    expect(header).toBe("ticket,person,party,state,answered_after_ms");
    const written = lines.map((each) => each.split(",").slice(0, 4).join(","));
    const kept = entries.map(({ ticket, personId, partySize, state }) =>
      [ticket, personId, partySize, state].join(","),
    );
    expect(written).toEqual(kept);
    for (const each of lines) expect(each).toMatch(/^\d+,\d+,1,[a-z]+,\d+$/);
    await expectNowhereNamed(slot);
  });

  test.each(damages)("a ledger broken behind the server's back, $what: exit 1, and said", async ({ named, sql }) => {
    // Of so many who leave within fifteen seconds, some leave late: it is broken while the line still moves.
    const child = await rehearse([...small(120, 20), "--leaves", "30%"]);
    const slot = await slotOf(child);
    const haveAllPressed = () => child.lines.find(/Some leave or cancel/);
    await waitUntil(haveAllPressed, { what: "everybody has pressed", timeoutMs: patienceMs });
    await ledger.run(sql, [slot]);
    expect(await child.exited, child.lines.text()).toEqual({ code: 1, signal: null });
    expect(child.lines.text()).toMatch(named);
    expect(child.lines.text()).toContain("NOT clean.");
  });

  test.each([
    [["--visitors", "none"], "--visitors must be a whole number from 1 to 20000, not: none"],
    [["--drops", "5"], "--drops must be between 0% and 100%, not: 5"],
    [["--people", "5"], "Unknown option '--people'"],
    [["--url", "http://127.0.0.1:1"], "Nobody answers at http://127.0.0.1:1. Is the server running?"],
    [
      ["--url", "ours", "--visitors", "2001"],
      "2001 visitors come from one address, and the server lets 2000 of them in",
    ],
  ])("what cannot be carried out ends with 2 and one clear line: %j", async (words, line) => {
    const child = await rehearse(words.map((word) => (word === "ours" ? server.url : word)));
    await expectOneLine(child, line);
  });

  test("10,000 visitors by another SESSION_SECRET: 2, and what to do, before anybody comes", async () => {
    const child = await rehearse(["--url", server.url], { SESSION_SECRET: "a secret of some other server, 32 long" });
    await expectOneLine(child, "Start the server and this command with the same SESSION_SECRET");
    expect(child.lines.text()).toContain("its SESSION_SECRET is another");
    expect(child.lines.text()).not.toContain("Visitors sign in");
  });
});
