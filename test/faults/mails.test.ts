import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { SlotId } from "../../shared/ids.ts";
import { startChild } from "../services/child.ts";
import { createClient } from "../services/client.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { type MailServer, startMailServer } from "../services/mail-server.ts";
import { type ServerProcess, startServer } from "../services/server-process.ts";
import { testSettings } from "../services/servers.ts";
import { waitUntil } from "../services/wait-until.ts";

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
