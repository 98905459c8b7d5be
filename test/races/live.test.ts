import { afterAll, beforeAll, expect, test } from "vitest";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { placeAfter } from "../../shared/live-place.ts";
import type { OpeningReport } from "../../shared/openings.ts";
import { asDoer, type Ledger, openLedger } from "../services/ledger.ts";
import { openLiveClient } from "../services/live-client.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;

beforeAll(async () => {
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string);
  crowd = createCrowd(
    servers.map(({ url }) => url),
    64,
  );
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

interface Waiter {
  readonly visitor: Visitor;
  readonly entry: Entry;
}

const urlOf = (server: number) => (servers[server] as ServerProcess).url;

/** Everybody in the line of a slot, in ticket order. */
async function lineUp(slot: SlotId, count: number): Promise<Waiter[]> {
  const visitors = await signedInVisitors(ledger.database, count);
  const line = await Promise.all(
    visitors.map(async (visitor) => ({
      visitor,
      entry: (await crowd.join(slot, { visitor }))?.body as unknown as Entry,
    })),
  );
  return line.sort((one, other) => one.entry.ticket - other.entry.ticket);
}

/** A window on one server that keeps its place by the slot's messages alone. */
async function openWindow(server: number, { visitor, entry }: Waiter) {
  const socket = await openLiveClient(urlOf(server), { cookie: visitor.cookie });
  socket.say({ follow: `slot:${entry.slotId}` });
  await socket.until(({ slot }) => slot !== undefined, "the slot");
  let mine: Entry = entry;
  let read = 0;
  const ranks = [entry.ahead as number];
  function place(): Entry {
    for (const { slot } of socket.heard.slice(read)) {
      if (slot === undefined) continue;
      const after = placeAfter(mine, slot);
      if (after === "ask") throw new Error("No message may be missing.");
      mine = after;
      ranks.push(mine.ahead as number);
    }
    read = socket.heard.length;
    return mine;
  }
  return { place, ranks, close: socket.close };
}

test("S23, I10, D8: over two processes a place falls by exactly those who left before it, never grows", async () => {
  const line = await lineUp(await ledger.slot({ capacity: 5 }), 300);
  const watched = [60, 180, 299].map((at) => line[at] as Waiter);
  const windows = await Promise.all(watched.map((waiter, at) => openWindow(at % 2, waiter)));
  const leavers = line.slice(5).filter((waiter, at) => at % 3 === 0 && !watched.includes(waiter));
  await Promise.all(leavers.map(({ visitor, entry }) => crowd.act("leave", entry, visitor)));

  for (const [at, { visitor, entry }] of watched.entries()) {
    const window = windows[at] as Awaited<ReturnType<typeof openWindow>>;
    const truth = (await ledger.line.place(entry.id, visitor.id as PersonId)) as Entry;
    await waitUntil(() => window.place().departed === truth.departed, { what: "the last departure is told" });
    expect(window.place()).toMatchObject({ ahead: truth.ahead, behind: truth.behind });
    const gone = leavers.filter((leaver) => leaver.entry.ticket < entry.ticket).length;
    expect(truth.ahead).toBe((entry.ahead as number) - gone);
    expect(window.ranks).toEqual([...window.ranks].sort((one, other) => other - one));
    expect(new Set(window.ranks).size).toBeGreaterThan(1);
    window.close();
  }
});

test("S28, I6: whoever gets a cancelled seat hears it in each window, also on another process", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [seated, first, second] = (await lineUp(slot, 3)) as [Waiter, Waiter, Waiter];
  const windows = await Promise.all(
    [0, 1].map((server) => openLiveClient(urlOf(server), { cookie: first.visitor.cookie })),
  );
  const stranger = await openLiveClient(urlOf(0), { cookie: second.visitor.cookie });
  for (const window of [...windows, stranger]) window.say({ follow: "me" });
  for (const window of [...windows, stranger]) window.say({ follow: `slot:${slot}` });
  await Promise.all(windows.map((window) => window.until(({ slot: frame }) => frame !== undefined, "the slot")));

  await crowd.cancel(slot, seated.entry.reservationId as string, seated.visitor);
  for (const window of windows) {
    const { entry } = await window.until((message) => message.entry !== undefined, "its own seat");
    expect(entry).toMatchObject({ id: first.entry.id, state: "confirmed" });
  }
  await stranger.until(({ slot: frame }) => frame?.waiting === 1, "the shorter line");
  expect(stranger.heard.filter(({ entry }) => entry !== undefined)).toEqual([]);
  for (const window of [...windows, stranger]) window.close();
});

test("I6: an offer that runs out is told to who missed it and to the next, if there is one", async () => {
  const offerMs = 10 * 60_000;
  const slot = await ledger.slot({ capacity: 1, offerMinutes: 10 });
  const [seated, first, second] = (await lineUp(slot, 3)) as [Waiter, Waiter, Waiter];
  const windows = await Promise.all(
    [first, second].map(({ visitor }, server) => openLiveClient(urlOf(server), { cookie: visitor.cookie })),
  );
  for (const window of windows) window.say({ follow: "me" });
  for (const window of windows) window.say({ follow: `slot:${slot}` });
  await Promise.all(windows.map((window) => window.until(({ slot: frame }) => frame !== undefined, "the slot")));
  const [mine, next] = windows as [(typeof windows)[0], (typeof windows)[0]];
  const text = "select from presence join entry using (person_id) where slot_id = $1 and until > now()";
  const present = () => ledger.run(text, [slot]);
  await waitUntil(async () => (await present()).length === 2, { what: "both servers know whose page is open" });

  await crowd.cancel(slot, seated.entry.reservationId as string, seated.visitor);
  const { entry: offer } = await mine.until(({ entry }) => entry?.state === "offered", "its offer");
  const lastsMinutes = (Date.parse(offer?.offerExpiresAt as string) - Date.now()) / 60_000;
  expect(Math.round(lastsMinutes)).toBe(5);
  expect(next.heard.filter(({ entry }) => entry !== undefined)).toEqual([]);
  await ledger.passTime(slot, offerMs + 1_000);
  await mine.until(({ entry }) => entry?.state === "expired", "that its offer is over");
  await next.until(({ entry }) => entry?.state === "offered", "the next offer");
  // Nobody is left to be offered the seat: no departure, and still news.
  await ledger.passTime(slot, offerMs + 1_000);
  await next.until(({ entry }) => entry?.state === "expired", "that this offer is over too");
  await next.until(({ slot: frame }) => frame?.held === 0, "the free seat");
  for (const window of windows) window.close();
});

test("more than 200 departures at once are not listed but asked for, and each still hears of their own", async () => {
  const slot = await ledger.slot({ capacity: 500 });
  const host = asDoer(ledger.host);
  await ledger.line.change(slot, host, { paused: true }, "pause");
  const line = await lineUp(slot, 600);
  const last = line.at(-1) as Waiter;
  const socket = await openLiveClient(urlOf(0), { cookie: last.visitor.cookie });
  socket.say({ follow: `slot:${slot}` });
  const [first, late] = [line[0] as Waiter, line[499] as Waiter];
  const seated = await Promise.all(
    [first, late].map(({ visitor }) => openLiveClient(urlOf(1), { cookie: visitor.cookie })),
  );
  for (const topic of ["me", `slot:${slot}`]) for (const window of seated) window.say({ follow: topic });
  for (const window of [socket, ...seated]) await window.until(({ slot: frame }) => frame !== undefined, "the slot");
  await ledger.line.change(slot, host, { paused: false }, "resume");
  const { slot: frame } = await socket.until((message) => message.slot?.departed === 500, "that the seats are taken");
  expect(frame).toMatchObject({ gone: null, waiting: 100, held: 500 });
  expect(placeAfter(last.entry, frame as never)).toBe("ask");
  for (const window of seated) await window.until(({ entry }) => entry?.state === "confirmed", "its own seat");
  for (const window of [socket, ...seated]) window.close();
});

/** The latest report of a slot's store, by one of the servers, once it says that so many came there. */
async function reportBy(server: number, slot: SlotId, arrivals: number): Promise<OpeningReport> {
  const [store] = await ledger.run<{ id: string }>("select store_id::text as id from slot where id = $1", [slot]);
  const operator = await crowd.clients[server]?.signIn("운영자", "operator");
  const read = async (path: string) =>
    (await crowd.clients[server]?.send("GET", `/api/stores/${store?.id}/openings${path}`, operator))?.body as never;
  return waitUntil(
    async () => {
      const { items } = (await read("?limit=1")) as { items: { id: string }[] };
      if (items[0] === undefined) return undefined;
      const { report } = (await read(`/${items[0].id}`)) as { report: OpeningReport };
      const { repeats, p99Ms } = report.all;
      return report.all.arrivals === arrivals && repeats === arrivals / 10 && p99Ms !== null ? report : undefined;
    },
    { what: "both processes have told what they counted", timeoutMs: 60_000 },
  );
}

test("I2: under load on two processes the report says what the rows say, and finds a planted error", async () => {
  const slot = await ledger.slot({ capacity: 60, opensInMs: -1_000 });
  const line = await lineUp(slot, 600);
  const again = line.filter((_, at) => at % 10 === 0);
  await Promise.all(again.map(({ visitor }) => crowd.join(slot, { visitor })));
  const [one, other] = [await reportBy(0, slot, 600), await reportBy(1, slot, 600)];
  expect(one).toEqual(other);
  const rows = await ledger.rows(slot);
  const inState = (state: string) => rows.entries.filter((entry) => entry.state === state).length;
  expect(one.all).toMatchObject({
    ...{ arrivals: rows.entries.length, held: 60, orderErrors: 0, idleSeats: 0, untold: 0, refusals: {} },
    outcomes: { confirmed: inState("confirmed"), waitlisted: inState("waitlisted") },
  });
  expect(one.seconds.reduce((sum, count) => sum + count, 0)).toBe(600);
  // The first is put back into the line: 59 are then seated past somebody who waits.
  await ledger.run("update entry set state = 'waitlisted' where slot_id = $1 and ticket = 1", [slot]);
  expect((await reportBy(1, slot, 600)).all.orderErrors).toBe(59);
});
