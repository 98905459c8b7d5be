import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createSqlRoomTalk } from "../../server/chat/room-talk.sql.ts";
import type { Message } from "../../shared/chat.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { startServers } from "../services/servers.ts";
import { createTalker, type Talker } from "../services/talker.ts";
import { signedInVisitors } from "../services/visitors.ts";

let ledger: Ledger;
let servers: ServerProcess[];
let talkers: Talker[];
beforeEach(async () => {
  ledger = await openLedger("server");
  [servers, talkers] = [[], []];
});
afterEach(async () => {
  for (const talker of talkers) talker.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

async function openRoom(): Promise<StoreId> {
  const slot = await ledger.slot();
  const [row] = await ledger.database.query<{ store: StoreId }>({
    text: "select store_id::text as store from slot where id = $1",
    values: [slot],
  });
  return (row as { store: StoreId }).store;
}

interface Kept {
  readonly seq: number;
  readonly text: string | null;
  readonly client: string | null;
}

const keptIn = (store: StoreId) =>
  ledger.database.query<Kept>({
    text: "select seq::integer, text, client_id as client from message where store_id = $1 order by seq",
    values: [store],
  });

/** So many people in one room, half of them by each server. */
async function openTalkers(room: StoreId, count: number, onAck = () => {}): Promise<void> {
  const people = await signedInVisitors(ledger.database, count);
  const urls = servers.map(({ url }) => url);
  talkers = people.map(({ cookie }, at) =>
    createTalker({ urls: at % 2 === 0 ? urls : urls.toReversed(), room, cookie, onAck }),
  );
  await waitUntil(() => talkers.every(({ isOpen }) => isOpen()), { what: "everybody is there" });
}

const people = 50;
/** Fewer than what is a spike. */
const texts = ["몇 시에 열어요?", "몇 시에 열어요?", "<b>와</b>"];

test("I8, D15, S17: 50 talk at once, one of two servers is killed, everybody ends with the same history", async () => {
  servers = await startServers(2, ledger.url as string);
  const room = await openRoom();
  const allUnsaid = () => talkers.reduce((sum, { unsaid }) => sum + unsaid(), 0);
  let struck: { unsaid: number; killed: Promise<unknown> } | undefined;
  await openTalkers(room, people, () => {
    struck ??= { unsaid: allUnsaid(), killed: (servers[0] as ServerProcess).kill("SIGKILL") };
  });
  const said = talkers.flatMap((talker) => texts.map((text) => ({ text, clientId: talker.say(text) })));
  const { unsaid, killed } = await waitUntil(() => struck, { what: "something is acknowledged" });
  await killed;
  expect(unsaid).toBeGreaterThan(0);

  const refusals = () => talkers.flatMap(({ refusals }) => refusals);
  await waitUntil(() => talkers.every(({ unsaid }) => unsaid() === 0) || refusals().length > 0, {
    what: "all is said",
    timeoutMs: 60_000,
  });
  expect(refusals()).toEqual([]);
  const kept = await keptIn(room);
  await waitUntil(() => talkers.every(({ seen }) => seen.has(kept.length)), {
    what: "all is heard",
    timeoutMs: 60_000,
  });
  for (const talker of talkers) await talker.fillGaps();

  expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, at) => at + 1));
  const talks = kept.filter(({ client }) => client !== null);
  expect(talks.map(({ client, text }) => `${client} ${text}`).toSorted()).toEqual(
    said.map(({ clientId, text }) => `${clientId} ${text}`).toSorted(),
  );
  for (const { seen } of talkers) {
    const shown = [...seen].toSorted(([one], [other]) => one - other);
    expect(shown.map(([seq]) => seq).slice(0, kept.length)).toEqual(kept.map(({ seq }) => seq));
    for (const [seq, times] of shown.slice(0, kept.length)) {
      for (const { text, clientId } of times) expect({ text, client: clientId, seq }).toEqual(kept[seq - 1]);
    }
  }
}, 180_000);

test("S17, D15: what is said on one server is on the other within seconds without any hint between them", async () => {
  servers = await startServers(2, ledger.url as string);
  const room = await openRoom();
  await openTalkers(room, 2);
  const [one, other] = talkers as [Talker, Talker];
  // What is said of their coming is a reason to look, too.
  const joins = ({ seen }: Talker) => [...seen.values()].flat().filter(({ kind }) => kind === "join");
  await waitUntil(() => talkers.every((talker) => joins(talker).length >= 2), { what: "both are said to be there" });
  const clientId = one.say("저쪽에도 보이나요?");
  const hears = ({ seen }: Talker) => [...seen.values()].flat().some((message) => message.clientId === clientId);
  await waitUntil(() => hears(one) && hears(other), { what: "both hear it", timeoutMs: 60_000 });
});

/** Numbers as a service without the room's lock would give them: read, then written. */
async function sayUnprotected(store: StoreId, person: PersonId): Promise<void> {
  const { query } = ledger.database;
  const [last] = await query<{ seq: number }>({
    text: "select coalesce(max(seq), 0)::integer as seq from message where store_id = $1",
    values: [store],
  });
  await query({
    text: `insert into message (store_id, seq, kind, guest, text, client_id, at)
      select $1, $2, 'talk', number, 'text', $3, now() from room_guest where store_id = $1 and person_id = $4`,
    values: [store, (last?.seq ?? 0) + 1, randomUUID(), person],
  });
}

test("I8: 200 messages by two services at once get 200 numbers; read and then written, most are refused", async () => {
  const room = await openRoom();
  const visitors = await signedInVisitors(ledger.database, 20);
  const services = [createSqlRoomTalk(ledger.database), createSqlRoomTalk(ledger.database)];
  const person = (at: number) => visitors[at % visitors.length]?.id as PersonId;
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      (services[at % 2] as (typeof services)[0]).say(room, {
        person: person(at),
        clientId: randomUUID(),
        text: `${at}`,
      }),
    ),
  );
  const seqs = answers.map((answer) => ("problem" in answer ? answer.problem : (answer.message as Message).seq));
  expect(seqs.toSorted((one, other) => Number(one) - Number(other))).toEqual(
    Array.from({ length: 200 }, (_, at) => at + 1),
  );

  const unprotected = await Promise.allSettled(Array.from({ length: 50 }, (_, at) => sayUnprotected(room, person(at))));
  expect(unprotected.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
});
