import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openLiveClient } from "../services/live-client.ts";
import { startServers } from "../services/servers.ts";

let ledger: Ledger;
let servers: ServerProcess[];
let here: Client;
let there: Client;
beforeAll(async () => {
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string);
  [here, there] = servers.map(({ url }) => createClient(url)) as [Client, Client];
});
afterAll(async () => {
  for (const client of [here, there]) client.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

const join = (client: Client, slot: SlotId, cookie: string) =>
  client.send("POST", `/api/slots/${slot}/entries`, { cookie });

/** Somebody whom one process has begun to erase, and to whom the other, which remembers their session, gave a seat. */
async function seatedWhileErased(slot: SlotId) {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const me = await here.signIn(`떠난 사람 ${attempt}`);
    expect((await there.send("GET", "/api/me", { cookie: me.cookie })).status).toBe(200);
    const socket = await openLiveClient((servers[1] as ServerProcess).url, { cookie: me.cookie });
    const erasure = await here.send("DELETE", "/api/me", { cookie: me.cookie, body: { confirmed: true } });
    expect(erasure.status).toBe(204);
    const { status } = await join(there, slot, me.cookie);
    if (status === 201) return { me, socket };
    // It had heard of it already.
    expect(status).toBe(401);
    socket.close();
  }
  throw new Error("The other process never remembered a session.");
}

test("I12: a session that another process remembers gets an erased person no seat that stays", async () => {
  const slot: SlotId = await ledger.slot({ capacity: 1 });
  const next = await here.signIn("다음 사람");
  const { me, socket } = await seatedWhileErased(slot);
  await join(here, slot, next.cookie);
  await waitUntil(() => socket.closedWith() === 4401, { what: "the socket elsewhere has closed" });
  const isRefused = async () => (await there.send("GET", "/api/me", { cookie: me.cookie })).status === 401;
  await waitUntil(isRefused, { what: "the other process has forgotten the session" });

  await ledger.run("update person set erasing_since = now() - interval '2 minutes' where id = $1", [me.id]);
  const isGone = async () => (await ledger.run("select from person where id = $1", [me.id])).length === 0;
  await waitUntil(isGone, { what: "the erasure has ended" });
  const { entries, line } = await ledger.rows(slot);
  expect(line.held).toBe(1);
  const seated = entries.filter(({ state }) => state === "confirmed").map(({ personId }) => String(personId));
  expect(seated).toEqual([next.id]);
});

test("D28: a host who is being erased takes on no store, also where their session is still remembered", async () => {
  const { id, cookie } = await here.signIn("떠나는 호스트", "host");
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const plan = { category: "food", district: "성수", address: "성수이로 1", startsOn: day, endsOn: day };
  const draft = await here.send("POST", "/api/stores/drafts", { cookie, body: { ...plan, name: "떠나는 초안" } });
  expect(draft.status).toBe(201);
  const store = String(draft.body.id);
  const times = { dates: [day], times: ["11:00"], capacity: 3 };
  expect((await here.send("POST", `/api/stores/${store}/slots`, { cookie, body: times })).status).toBe(201);
  expect((await there.send("GET", "/api/me", { cookie })).status).toBe(200);

  expect((await here.send("DELETE", "/api/me", { cookie, body: { confirmed: true } })).status).toBe(204);
  const body = { ...plan, name: "떠나는 가게" };
  expect(await there.send("POST", "/api/stores", { cookie, body })).toMatchObject({ status: 401 });
  expect(await there.send("POST", `/api/stores/${store}/publish`, { cookie })).toMatchObject({ status: 401 });
  expect(await ledger.run("select from store where owner_id = $1 and published_at is not null", [id])).toEqual([]);
});
