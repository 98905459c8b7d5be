import { randomBytes, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import { startChild } from "../../load/processes/child.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createPrivacy } from "../../server/accounts/index.ts";
import { createSqlPersonalData, createSqlSealedPhones } from "../../server/accounts/privacy/privacy.sql.ts";
import { createFieldCipher } from "../../server/platform/field-cipher.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { gate } from "../services/mail-ground.ts";
import { type MailServer, startMailServer } from "../services/mail-server.ts";
import { testSettings } from "../services/servers.ts";

let ledger: Ledger;
let mail: MailServer;
let server: ServerProcess;

const start = () =>
  startServer(
    testSettings({
      DATABASE_URL: ledger.url as string,
      DEMO_DATA: "off",
      MAIL_TRANSPORT: "smtp",
      SMTP_URL: mail.url,
    }),
  );

beforeAll(async () => {
  [ledger, mail] = await Promise.all([openLedger("server"), startMailServer()]);
  server = await start();
});
beforeEach(() => {
  mail.gates.recipient = async () => undefined;
  mail.gates.received = async () => undefined;
  mail.mails.splice(0);
});
afterAll(async () => {
  await server.stop();
  await Promise.all([mail.close(), ledger.close()]);
});

/** As if a minute had passed for whatever waits in the outbox: leases and marks of the dead have ended. */
const passMinute = () =>
  ledger.run(`update outbox set due_at = due_at - interval '1 minute',
    sending_until = sending_until - interval '1 minute' where settled_at is null`);

/** Somebody takes a seat and is told so; the mail then meets `gate`, where the server is killed. */
async function killAt(gate: "recipient" | "received") {
  const slot = (await ledger.slot({ capacity: 5 })) as SlotId;
  let isThere = false;
  mail.gates[gate] = async () => {
    isThere = true;
    await new Promise(() => undefined);
  };
  const client = createClient(server.url);
  const name = randomUUID().slice(0, 8);
  const { cookie, id } = await client.signIn(name);
  const entry = await client.send("POST", `/api/slots/${slot}/entries`, { cookie, body: {} });
  expect(entry.status).toBe(201);
  await waitUntil(() => isThere, { what: "the mail is on its way", everyMs: 5 });
  await server.kill("SIGKILL");
  client.close();
  mail.gates[gate] = async () => undefined;
  const [row] = await ledger.run<{ email: string }>("select email from person where id = $1", [id]);
  server = await start();
  await passMinute();
  return { name, reservationId: entry.body.reservationId, address: row?.email as string };
}

test("I7: kill -9 between commit and send: the mail goes all the same", async () => {
  const { address } = await killAt("recipient");
  await waitUntil(() => mail.mailsTo(address).length === 1, { what: "the mail is there" });
});

test("I7: kill -9 between send and mark: the mail may come twice, under one key", async () => {
  const { address } = await killAt("received");
  await waitUntil(() => mail.mailsTo(address).length === 2, { what: "the mail is there again" });
  expect(new Set(mail.mailsTo(address).map(({ key }) => key)).size).toBe(1);
});

type Me = Awaited<ReturnType<Client["signIn"]>>;

/**
 * Erases somebody to whom a mail waits before the mail server's door, about a seat that they gave up before: there is
 * nothing else of theirs to wait for. Answers what came first. The door opens as soon as the erasure is answered, or
 * after `longestMs`.
 */
async function eraseOnTheWay(
  longestMs: number,
  erase: (client: Client, me: Me) => Promise<unknown>,
): Promise<string[]> {
  const slot = (await ledger.slot({ capacity: 5 })) as SlotId;
  const client = createClient(server.url);
  const me = await client.signIn(randomUUID().slice(0, 8));
  const [row] = await ledger.run<{ email: string }>("select email from person where id = $1", [me.id]);
  const address = row?.email as string;
  const { body } = await client.send("POST", `/api/slots/${slot}/entries`, { cookie: me.cookie, body: {} });
  await waitUntil(() => mail.mailsTo(address).length === 1, { what: "the confirmation is there" });
  const door = gate();
  const order: string[] = [];
  mail.gates.recipient = async (to) => (to === address ? door.pass() : undefined);
  mail.gates.received = async ({ to }) => void (to === address && order.push("mail"));
  const cancelling = client.send("POST", `/api/reservations/${body.reservationId}/cancel`, { cookie: me.cookie });
  await door.reached();
  const answering = erase(client, me).then(() => order.push("answer"));
  const begun = "select from person where id = $1 and erasing_since is not null";
  await waitUntil(async () => (await ledger.run(begun, [me.id])).length > 0, { what: "the erasure is committed" });
  const isAnswered = () => order.includes("answer");
  await waitUntil(isAnswered, { what: "it is answered", timeoutMs: longestMs }).catch(() => undefined);
  door.open();
  await Promise.all([answering, cancelling]);
  await waitUntil(() => order.length === 2, { what: "the mail is there" });
  client.close();
  return order;
}

test("I7: whoever is erased is answered when the mail on its way to them has gone", async () => {
  const erase = (client: Client, { cookie }: Me) =>
    client.send("DELETE", "/api/me", { cookie, body: { confirmed: true } });
  // Whoever did not wait would have answered by then: what is left to do takes milliseconds.
  expect(await eraseOnTheWay(500, erase)).toEqual(["mail", "answer"]);
});

test("I7 control: an erasure that does not wait is answered, and the mail comes after it", async () => {
  const { line, reservations, database } = ledger;
  const privacy = createPrivacy({
    data: createSqlPersonalData(database),
    phones: createSqlSealedPhones(database),
    fields: createFieldCipher([{ id: "1", key: randomBytes(32) }]),
    giveUp: {
      leave: (entry, person) => line.act("leave", entry, person, randomUUID()),
      cancel: (id, person) => reservations.cancel(id, person, randomUUID()),
    },
    linkedAt: null,
    endSessions: async () => undefined,
  });
  expect(await eraseOnTheWay(20_000, (_, { id }) => privacy.erase(id as PersonId))).toEqual(["answer", "mail"]);
});

test("told to stop amid mails, it ends with those it has begun; the others go once after the next start", async () => {
  const slot = (await ledger.slot({ capacity: 40 })) as SlotId;
  let letGo = () => undefined as unknown;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let onTheirWay = 0;
  mail.gates.recipient = async () => {
    onTheirWay += 1;
    await gate;
  };
  const client = createClient(server.url);
  for (let at = 0; at < 40; at += 1) {
    const { cookie } = await client.signIn(`${randomUUID().slice(0, 8)} ${at}`);
    expect((await client.send("POST", `/api/slots/${slot}/entries`, { cookie, body: {} })).status).toBe(201);
  }
  await waitUntil(() => onTheirWay > 0, { what: "mails are on their way" });
  const stopped = server.kill("SIGTERM");
  const isDeaf = () =>
    fetch(`${server.url}/api/health/live`).then(
      () => false,
      () => true,
    );
  await waitUntil(isDeaf, { what: "the server takes no new connection" });
  letGo();
  expect(await stopped).toEqual({ code: 0, signal: null });
  client.close();
  expect(mail.mails.length).toBeGreaterThan(0);
  expect(mail.mails.length).toBeLessThan(40);
  server = await start();
  await waitUntil(() => mail.mails.length === 40, { what: "all are there" });
  expect(new Set(mail.mails.map(({ key }) => key)).size).toBe(40);
});

test("I7: what the dead one did not send is not sent after the cancel was acknowledged", async () => {
  mail.gates.recipient = async () => undefined;
  const { name, reservationId, address } = await killAt("recipient").then(async (seat) => {
    // Taken back before the new server's relay comes to it.
    await ledger.run("update outbox set due_at = now() + interval '1 hour' where settled_at is null");
    return seat;
  });
  const already = mail.mailsTo(address).length;
  const client = createClient(server.url);
  const { cookie } = await client.signIn(name);
  const cancelled = await client.send("POST", `/api/reservations/${reservationId}/cancel`, { cookie });
  expect(cancelled.status).toBe(200);
  client.close();
  await ledger.run("update outbox set due_at = '-infinity' where settled_at is null");
  const isCancelTold = () => mail.mailsTo(address).some(({ raw }) => raw.includes("method=CANCEL"));
  await waitUntil(isCancelTold, { what: "the cancel is told" });
  const open = "select from outbox where settled_at is null";
  await waitUntil(async () => (await ledger.run(open)).length === 0, { what: "nothing waits any more" });
  const confirmations = mail.mailsTo(address).filter(({ raw }) => raw.includes("method=PUBLISH"));
  expect(confirmations).toHaveLength(already);
});

/** Does something while a mail waits at the mail server's door; answers whether it was answered before that opened. */
async function whileOnTheWay(cookie: string, method: string, path: string, body?: object): Promise<boolean> {
  const client = createClient(server.url);
  let isAnswered = false;
  const answering = client.send(method, path, { cookie, body }).then(({ status }) => {
    isAnswered = true;
    expect(status).toBeLessThan(300);
  });
  await Promise.race([answering, waitUntil(() => false, { what: "-", timeoutMs: 500 }).catch(() => undefined)]);
  const wasEarly = isAnswered;
  open();
  await answering;
  client.close();
  return wasEarly;
}
let open = () => undefined as void;
/** The next mail that comes waits there until `open`. */
function holdMails(): () => Promise<unknown> {
  let isThere = false;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  mail.gates.recipient = async () => {
    isThere = true;
    await opened;
  };
  return () => waitUntil(() => isThere, { what: "a mail is on its way", everyMs: 5 });
}

test("I7: the product's own answers to a cancel, a decline and an erasure wait for mails on their way", async () => {
  const client = createClient(server.url);
  const [first, next] = [await client.signIn("먼저 온 사람"), await client.signIn("다음에 온 사람")];
  const slot = await ledger.slot({ capacity: 1, offerMinutes: 60 });
  const join = async ({ cookie }: typeof first) =>
    (await client.send("POST", `/api/slots/${slot}/entries`, { cookie, body: {} })).body;
  let arrived = holdMails();
  const seat = await join(first);
  const place = await join(next);
  await arrived();
  const cancel = `/api/reservations/${seat.reservationId}/cancel`;
  expect(await whileOnTheWay(first.cookie, "POST", cancel)).toBe(false);
  // The seat that came back is offered to the next, and the mail that says so waits.
  arrived = holdMails();
  await ledger.run("update outbox set due_at = '-infinity' where settled_at is null and sending_until is null");
  await arrived();
  const isOffered = "select from outbox where kind = 'offer' and sending_until > now()";
  await waitUntil(async () => (await ledger.run(isOffered)).length > 0, { what: "the offer is on its way" });
  expect(await whileOnTheWay(next.cookie, "POST", `/api/entries/${place.id}/decline`)).toBe(false);

  arrived = holdMails();
  const erased = await client.signIn("지워질 사람");
  await client.send("POST", `/api/slots/${await ledger.slot()}/entries`, { cookie: erased.cookie, body: {} });
  await arrived();
  expect(await whileOnTheWay(erased.cookie, "DELETE", "/api/me", { confirmed: true })).toBe(false);
  client.close();
});

test("S30: 500 confirmations are with the mail server before the rehearsal's verdict", async () => {
  const csv = join(tmpdir(), `${randomUUID()}.csv`);
  const size = ["--visitors", "800", "--seats", "500", "--leaves", "0%", "--csv", csv];
  const words = ["--enable-source-maps", "dist/programs/rehearse.js", "--url", server.url, ...size];
  const child = await startChild(process.execPath, words, { cwd: process.cwd() });
  const { code } = await child.exited;
  const addresses = new Set(mail.mails.map(({ to }) => to));
  process.stdout.write(`${addresses.size} confirmations before the verdict, ${mail.mails.length} mails\n`);
  expect([code, child.lines.text()]).toEqual([0, expect.any(String)]);
  expect(addresses.size).toBe(500);
  expect(new Set(mail.mails.map(({ key }) => key)).size).toBe(500);
  await rm(csv, { force: true });
});
