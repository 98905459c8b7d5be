import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient } from "../../load/crowd/client.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { ledgerPage } from "../../shared/operations.ts";
import { embeddedFolder } from "../services/places.ts";
import { descendantsOf, isGone } from "../services/process-tree.ts";
import { realSettings, testSettings } from "../services/servers.ts";
import { openWorld, type World } from "./world.ts";

describe("the ledger of a line", () => {
  let world: World;
  let slot: string;
  let operator: string;
  beforeAll(async () => {
    world = await openWorld();
    slot = (await world.openStore({}, 2)).slot;
    operator = await world.signIn("운영", "operator");
    for (const name of ["하나", "둘", "셋"]) await world.join(slot, await world.signIn(name));
  });
  afterAll(() => world.close());
  const read = (path: string, cookie?: string) => world.ask("GET", `/api/operations/lines/${path}`, { cookie });

  test("is for operators alone", async () => {
    expect(await read(slot)).toMatchObject({ status: 401, body: { type: "/problems/sign-in-needed" } });
    for (const role of ["visitor", "host"]) {
      const answer = await read(slot, await world.signIn(`호기심 ${role}`, role));
      expect(answer).toMatchObject({ status: 403, body: { type: "/problems/forbidden" } });
      expect(JSON.stringify(answer.body)).not.toContain("ticket");
    }
  });

  test("says the counters, and every entry by ticket with what came of it", async () => {
    const { status, body } = await read(slot, operator);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      line: { capacity: 2, held: 2, waiting: 1, nextTicket: 4, paused: false },
      entries: [
        { ticket: 1, partySize: 1, state: "confirmed", reservation: { state: "confirmed" } },
        { ticket: 2, state: "confirmed", reservation: { state: "confirmed" } },
        { ticket: 3, state: "waitlisted", reservation: null },
      ],
    });
  });

  test("D28: whoever was erased stays in it as nobody, under an id that the page declares", async () => {
    const place = await world.openStore({}, 1);
    const mine = await world.signIn("지워질 사람");
    await world.join(place.slot, mine);
    expect(await world.ask("DELETE", "/api/me", { cookie: mine, body: { confirmed: true } })).toMatchObject({
      status: 204,
    });
    const { body } = await read(place.slot, operator);
    expect(body).toMatchObject({ entries: [{ ticket: 1, personId: "-1", state: "cancelled" }] });
    expect(Compile(ledgerPage).Check(body)).toBe(true);
  });

  test("comes page by page, and ends with an empty one", async () => {
    const ticketsOn = async (query: string) =>
      ((await read(`${slot}?${query}`, operator)).body.entries as { ticket: number }[]).map(({ ticket }) => ticket);
    expect(await ticketsOn("limit=2")).toEqual([1, 2]);
    expect(await ticketsOn("limit=2&after=2")).toEqual([3]);
    expect(await ticketsOn("limit=2&after=3")).toEqual([]);
    expect(await ticketsOn("limit=9999")).toEqual([1, 2, 3]);
  });

  test.each(["limit=-1", "limit=all", "limit=10000", "after=-1", "after=1e9", "and=more"])(
    "refuses ?%s",
    async (query) => {
      expect(await read(`${slot}?${query}`, operator)).toMatchObject({ status: 400 });
    },
  );

  test.each(["999999999", "0", "abc", "-1"])("of slot %s is absent", async (id) => {
    expect(await read(id, operator)).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
  });
});

const address = "/api/operations/rehearsals";

test("outside demo mode there are no rehearsals", async () => {
  const world = await openWorld(realSettings);
  for (const [method, path] of [
    ["POST", ""],
    ["GET", "/latest"],
    ["GET", "/latest/tickets.csv"],
  ] as const) {
    const answer = await world.ask(method, `${address}${path}`, method === "POST" ? { body: {} } : {});
    expect(answer).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
  }
  await world.close();
});

describe("rehearsals in a demo", () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer(testSettings({ DATA_DIR: await embeddedFolder(), DEMO_DATA: "off" }));
  });
  afterAll(() => server.kill("SIGKILL"));

  test("one at a time, its tickets when it is over; the generator ends with its server", async () => {
    const client = createClient(server.url, 4);
    const latest = () => client.send("GET", `${address}/latest`);
    expect((await latest()).status).toBe(204);
    for (const body of [{ visitors: 0 }, { visitors: 20_001 }, { seats: 0 }, { seats: 20_001 }, { doors: 1 }]) {
      expect((await client.send("POST", address, { body })).status, JSON.stringify(body)).toBe(400);
    }
    const begun = await client.send("POST", address, { body: { visitors: 30, seats: 5 } });
    expect(begun).toMatchObject({ status: 202, body: { phase: "signing-in", visitors: 30, seats: 5, verdict: null } });
    const second = await client.send("POST", address, { body: {} });
    expect(second).toMatchObject({ status: 409, body: { type: "/problems/rehearsal-running" } });
    expect((await client.send("GET", `${address}/latest/tickets.csv`)).status).toBe(404);

    await waitUntil(async () => (await latest()).body.phase === "waiting", { what: "it waits", timeoutMs: 60_000 });
    const generators = descendantsOf(server.pid);
    expect(generators.length).toBeGreaterThan(0);
    // However hard the server dies: its generator hears it and ends.
    await server.kill("SIGKILL");
    await waitUntil(() => generators.every(isGone), { what: "the generator has ended with its server" });
    client.close();
  });

  test("a server that is asked to stop waits for nobody's rehearsal", async () => {
    const polite = await startServer(testSettings({ DATA_DIR: await embeddedFolder(), DEMO_DATA: "off" }));
    const client = createClient(polite.url, 4);
    await client.send("POST", address, { body: { visitors: 30, seats: 5 } });
    let generators: number[] = [];
    const isThere = () => {
      generators = descendantsOf(polite.pid);
      return generators.length > 0;
    };
    await waitUntil(isThere, { what: "the generator runs" });
    client.close();
    await polite.stop();
    expect(generators.every(isGone)).toBe(true);
  });
});
