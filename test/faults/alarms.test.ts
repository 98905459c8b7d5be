import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import { joinAlarm, joinWithinMs, type LevelAlarm, levelAlarms, metricSpace, metrics } from "../../shared/metrics.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { startServers } from "../services/servers.ts";

type Told = Record<string, number | number[] | undefined>;

let ledger: Ledger;
let server: ServerProcess;
let healthy: SlotId;
beforeAll(async () => {
  ledger = await openLedger("server");
  healthy = await ledger.slot();
  [server] = (await startServers(1, ledger.url as string, { METRICS: "emf" })) as [ServerProcess];
});
afterAll(async () => {
  await server.stop();
  await ledger.close();
});

/** What the server has written to its log for CloudWatch so far, line by line. */
const told = (): Told[] =>
  server
    .log()
    .split("\n")
    .filter((line) => line.startsWith('{"_aws"'))
    .map((line) => JSON.parse(line));

/** By hand, past everything that guards seats and mails; each is what one alarm is there for. */
const faults: Readonly<Record<keyof typeof levelAlarms, () => Promise<unknown>>> = {
  oversold: async () => {
    const slot = await ledger.slot({ capacity: 2 });
    await ledger.run(
      `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
       select $1, ticket, -ticket, 1, now() from generate_series(1, 3) as ticket`,
      [slot],
    );
  },
  "line-still": async () => {
    const slot = await ledger.slot({ capacity: 1 });
    const [one, other] = await ledger.people(2);
    for (const person of [one, other]) await ledger.line.join(slot, newPress(person as never));
    await ledger.run("update slot_line set capacity = 2 where slot_id = $1", [slot]);
  },
  "outbox-old": () =>
    ledger.run(
      `insert into outbox (kind, cause, person_id, created_at)
      values ('host-notice', 1, $1, now() - interval '61 seconds')`,
      [ledger.host],
    ),
  "mails-given-up": () =>
    ledger.run(
      `insert into outbox (kind, cause, person_id, created_at, settled_at, outcome)
      select 'host-notice', 2 + hours, $1, now(), now() - hours * interval '1 hour', 'dead'
        from unnest(array[23, 25]) as hours`,
      [ledger.host],
    ),
};

/** A party of three that was seated now; two walk-ins, and two who were seated two minutes ago, none of whom counts. */
async function seatByHand(): Promise<void> {
  const slot = await ledger.slot({ capacity: 20 });
  await ledger.run(
    `insert into reservation (slot_id, ticket, person_id, party_size, created_at, is_walk_in)
     select $1, ticket, -ticket, 3, now() - (ticket > 3)::integer * interval '2 minutes', ticket in (2, 3)
       from generate_series(1, 5) as ticket`,
    [slot],
  );
  // As many as pressed, and they waited for so long that the median tells whether they are among them.
  await ledger.run(
    `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
     select slot_id, ticket, person_id, party_size, 'confirmed', ticket::text, created_at - interval '1000 seconds'
       from reservation where slot_id = $1 and ticket > 1`,
    [slot],
  );
}

const newPress = (person: never) => ({ person, partySize: 1, key: randomUUID() });

/** Pressed while somebody else holds the line's lock for longer than an answer may take. */
async function pressTooLate(): Promise<void> {
  const crowd = createCrowd([server.url]);
  const [visitor] = (await crowd.signIn(1)) as [Visitor];
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from slot_line where slot_id = $1 for update", [healthy]);
  const answer = crowd.join(healthy, { visitor });
  const late = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
    and clock_timestamp() - query_start > ${joinWithinMs + 50} * interval '1 millisecond'`;
  await waitUntil(async () => (await ledger.run(late)).length > 0, { what: "the press has waited too long" });
  await holder.query("commit");
  await holder.end();
  expect((await answer)?.status).toBe(201);
  crowd.close();
}

describe("S40: what alarms read is measured by the server that runs", () => {
  let before: Told;
  let after: Told;
  beforeAll(async () => {
    // Open before the first telling, which is 10 s after the start.
    const socket = new WebSocket(`${server.url.replace(/^http/, "ws")}/api/live`);
    before = await waitUntil(() => told()[0], { what: "the server has told of itself", timeoutMs: 60_000 });
    socket.terminate();
    await pressTooLate();
    for (const make of Object.values(faults)) await make();
    await seatByHand();
    await ledger.run("update entry set joined_at = joined_at - interval '40 seconds'");
    // Each minute, and what was measured since when it stops.
    await server.stop();
    after = told().at(-1) as Told;
  });

  test.each(Object.entries(levelAlarms))("%s: silent without its fault, raised with it", (name, alarm: LevelAlarm) => {
    expect(before[alarm.reads], `${name} before`).toBe(0);
    expect(after[alarm.reads], `${name} after`).toBeGreaterThan(alarm.above);
  });

  test(`${joinAlarm.page}: a press that is answered late counts, and not as one in time`, () => {
    expect(before).toMatchObject({ [metrics.joins]: 0, [metrics.joinsInTime]: 0 });
    expect(after).toMatchObject({ [metrics.joins]: 1, [metrics.joinsInTime]: 0 });
    expect(after[metrics.joinTime]).toEqual([expect.any(Number)]);
    expect((after[metrics.joinTime] as number[])[0]).toBeGreaterThan(joinWithinMs);
  });

  test("levels that charts show: open sockets, letters of a day, seats of a minute and how long they took", () => {
    expect(before).toMatchObject({ [metrics.sockets]: 1, [metrics.seatsGiven]: 0 });
    // One of 23 hours ago, and not that of 25.
    expect(after[metrics.deadLetters]).toBe(1);
    // Two to whoever pressed, three by hand, and a party of three.
    expect(after[metrics.seatsGiven]).toBe(8);
    expect(after[metrics.timeToSeat]).toBeGreaterThanOrEqual(40);
    expect(after[metrics.timeToSeat]).toBeLessThan(60);
  });

  test("every metric is told under its name in CloudWatch, without dimensions, and of nobody", () => {
    const { _aws, ...values } = after as unknown as { _aws: { CloudWatchMetrics: object[] } };
    expect(Object.keys(values).sort()).toEqual(Object.values(metrics).sort());
    expect(_aws.CloudWatchMetrics).toEqual([expect.objectContaining({ Namespace: metricSpace, Dimensions: [[]] })]);
  });
});
