import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditRow, deeds } from "../../shared/audit.ts";
import { dayIn } from "../services/days.ts";
import { openGround } from "./authorisation/ground.ts";
import { fill, type Ground } from "./authorisation/judge.ts";
import { matrix } from "./authorisation/matrix.ts";
import type { roleOf } from "./authorisation/people.ts";
import { makeThings, type Things } from "./authorisation/things.ts";
import type { Method } from "./world.ts";

let ground: Ground;
let things: Things;
beforeAll(async () => {
  ground = await openGround();
  things = await makeThings(ground.world, ground.sides.A);
});
afterAll(() => ground.world.close());

const run = (text: string, values: unknown[] = []) =>
  ground.world.database.query<Record<string, unknown>>({ text, values });
const read = async (query = "") => {
  const cookie = ground.cookies.operator;
  return ground.world.ask("GET", `/api/operations/audit${query}`, { cookie });
};
const rows = async (query = "") => (await read(query)).body.items as AuditRow[];
const newest = async () => (await rows("?limit=1"))[0] as AuditRow;

/** Whoever is promised to reach A's things, with a write that the log has a name for. */
const writes = Object.entries(matrix).filter(([, { deed }]) => deed !== undefined);

describe("what hosts, staff and operators do is written down", () => {
  test("every write of theirs has a deed in the matrix, and every deed is somebody's write", () => {
    const unnamed = ground.world.doors
      .filter(({ access, method }) => ["host", "operator"].includes(access) && !["GET", "HEAD"].includes(method))
      .map(({ method, url }) => `${method} ${url}`)
      .filter((key) => matrix[key]?.deed === undefined);
    expect(unnamed).toEqual([]);
    // Roles are given by a command (traces.test.ts), and by no route.
    expect(new Set([...writes.map(([, { deed }]) => deed), "role-changed"])).toEqual(new Set(deeds));
  });

  test.each(writes.filter(([, { isWrittenElsewhere }]) => isWrittenElsewhere === undefined))(
    "%s: who, what, on what, when and coarsely from where, once for each press",
    async (key, promised) => {
      const { deed, reach = ["hostA"], body } = promised;
      things = await makeThings(ground.world, ground.sides.A);
      const [method, url] = key.split(" ") as [Method, string];
      const who = (reach.find((caller) => caller !== "nobody") ?? "hostA") as keyof typeof roleOf;
      const press = { cookie: ground.cookies[who], headers: { "idempotency-key": randomUUID() } };
      const filled = fill(url, promised, things);
      const ask = { ...press, ...(body === undefined ? {} : { body: body(things) }) };
      const [before] = await rows("?limit=1");
      const answer = await ground.world.ask(method, filled, ask);
      expect(answer.status).toBeLessThan(300);
      await ground.world.ask(method, filled, ask);

      const since = (await rows()).filter(({ id }) => Number(id) > Number(before?.id ?? 0));
      const line = {
        deed,
        role: who.startsWith("host") ? "host" : "staff",
        network: "127.0.0.0/24",
        personId: expect.any(String),
      };
      const subjects = new Set(since.map(({ subject }) => subject));
      expect(promised.deedForEach === true ? subjects.size : 1).toBe(since.length);
      expect(since).toMatchObject(since.map(() => line));
      expect(since.length).toBeGreaterThan(0);
      expect(since[0]?.subject).toMatch(/^(store|slot|reservation):\d+$/);
      expect(Date.now() - Date.parse(since[0]?.at ?? "")).toBeLessThan(60_000);
    },
  );

  test("a refusal and a dry run are no deeds", async () => {
    const { id } = await newest();
    const slots = { dates: [dayIn(3)], times: ["08:00"] };
    const { hostA, hostB } = ground.cookies;
    const url = `/api/stores/${things.storeId}/slots`;
    await ground.world.ask("POST", url, { cookie: hostB, body: slots });
    await ground.world.ask("POST", url, { cookie: hostA, body: { ...slots, dryRun: true } });
    await ground.world.ask("PATCH", `/api/slots/${things.slotId}`, { cookie: hostB, body: { paused: true } });
    expect((await newest()).id).toBe(id);
  });

  test("a deed that cannot be written down does not happen: both are one transaction", async () => {
    const before = await ground.world.ask("GET", `/api/slots/${things.slotId}`);
    await run("alter table audit add constraint full_disk check (deed <> 'slot-changed') not valid");
    const ask = { cookie: ground.cookies.hostA, body: { capacity: 77 } };
    expect((await ground.world.ask("PATCH", `/api/slots/${things.slotId}`, ask)).status).toBe(500);
    const after = await ground.world.ask("GET", `/api/slots/${things.slotId}`);
    expect(after.body.capacity).toBe(before.body.capacity);
    await run("alter table audit drop constraint full_disk");
  });
});

/** All of the log, in pages of this many. */
async function everyRow(limit: number): Promise<AuditRow[]> {
  const found: AuditRow[] = [];
  let cursor: unknown = null;
  do {
    const { body } = await read(`?limit=${limit}${cursor === null ? "" : `&cursor=${cursor}`}`);
    found.push(...(body.items as AuditRow[]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found;
}

describe("operators page through it", () => {
  test("newest first, every row once, by person and by subject", async () => {
    const [all, paged] = [await everyRow(100), await everyRow(3)];
    expect(paged).toEqual(all);
    const ids = all.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((one, other) => other - one));

    const subject = `slot:${things.slotId}`;
    const person = all[0]?.personId as string;
    expect(await rows(`?limit=100&subject=${subject}`)).toEqual(all.filter((row) => row.subject === subject));
    const theirs = all.filter(({ personId }) => personId === person);
    expect(await rows(`?limit=100&personId=${person}`)).toEqual(theirs.slice(0, 100));
  });

  test.each(["limit=0", "limit=101", "cursor=x", "subject=slot", "personId=0", "more=1"])(
    "refuses ?%s",
    async (query) => expect((await read(`?${query}`)).status).toBe(400),
  );
});

describe("the log is only ever appended to", () => {
  test.each(["update audit set deed = 'nothing'", "update audit set person_id = null", "delete from audit"])(
    "%s is refused by the database",
    (text) => expect(run(text)).rejects.toThrow("only ever appended to"),
  );

  test("so is emptying it, alone or with its neighbours", async () => {
    await expect(run("truncate audit")).rejects.toThrow("only ever appended to");
    await expect(run("truncate audit, outbox cascade")).rejects.toThrow("only ever appended to");
  });

  test("erasure takes the person out of it and leaves what was done; nothing else opens it", async () => {
    const all = await rows("?limit=100");
    const person = all[0]?.personId as string;
    const { code } = ground.world.database;
    await run(`select ${code}.note_deed($1, 'slot-changed', 'slot:1', jsonb_build_object('person', $2::text))`, [
      (await rows("?limit=1"))[0]?.personId,
      person,
    ]);
    await run("insert into audit (role, deed, subject) values ('operator', 'role-changed', 'person:' || $1::text)", [
      person,
    ]);
    const networks = (list: readonly AuditRow[]) => list.filter(({ network }) => network !== null).length;
    const known = await rows("?limit=100");
    const [first] = await run(`select ${code}.forget_in_audit($1, 2) as touched`, [person]);
    const [rest] = await run(`select ${code}.forget_in_audit($1, 1000) as touched`, [person]);
    const [none] = await run(`select ${code}.forget_in_audit($1, 1000) as touched`, [person]);
    expect([first?.touched, Number(rest?.touched) > 0, none?.touched]).toEqual([2, true, 0]);
    const left = await rows("?limit=100");
    expect(left.map(({ id, deed, subject }) => [id, deed, subject]).slice(2)).toEqual(
      all.map(({ id, deed, subject }) => [id, deed, subject]).slice(0, 98),
    );
    expect(left[0]).toMatchObject({ deed: "role-changed", subject: "person:0" });
    // Whence somebody came says who it was; whence others came is theirs.
    expect(networks(known.filter(({ personId }) => personId === person))).toBeGreaterThan(0);
    expect(networks(left)).toBe(networks(known.filter(({ personId }) => personId !== person)));
    expect(
      left.filter(({ personId, details }) => personId === person || (details as { person?: string }).person === person),
    ).toEqual([]);
    await expect(run("update audit set person_id = null")).rejects.toThrow("only ever appended to");
  });

  test("what erasing may do is narrow: young rows stay, and what was done cannot be rewritten", async () => {
    const erasing = (text: string) =>
      ground.world.database.transaction(async () => {
        await run("set local popline.erasing = 'on'");
        await run(text);
      });
    for (const change of [
      "deed = 'nothing'",
      "person_id = 1",
      "details = '{}'",
      "subject = 'slot:9'",
      "subject = 'person:0'",
    ]) {
      await expect(erasing(`update audit set ${change} where deed = 'slots-added'`)).rejects.toThrow("appended");
    }
    await expect(erasing("delete from audit")).rejects.toThrow("appended");
    await run(
      "insert into audit (at, role, deed, subject) values (now() - interval '3 years', 'host', 'old', 'store:1')",
    );
    await erasing("delete from audit where deed = 'old'");
  });
});
