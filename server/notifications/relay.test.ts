import { randomUUID } from "node:crypto";
import ical from "ical.js";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { makeEntryId } from "../../shared/ids.ts";
import { addressOf, gate, type MailGround, openMailGround } from "../../test/services/mail-ground.ts";
import { readMail, refuse, startMailServer } from "../../test/services/mail-server.ts";
import { withQuietCancelling } from "./quiet-answers.ts";
import { sendingSeconds } from "./rules.ts";

let ground: MailGround;
beforeAll(async () => {
  ground = await openMailGround();
});
afterAll(() => ground.close());
beforeEach(async () => {
  ground.server.gates.recipient = undefined as never;
  ground.server.gates.received = undefined as never;
  ground.server.mails.splice(0);
  await ground.ledger.run("delete from outbox");
});

const seated = () => ground.seated();

test("S30, D13: a confirmation goes out once, with a text, a page and a calendar file", async () => {
  const { person, reservation } = await seated();
  await ground.relay().run();
  await ground.relay().run();
  expect(ground.server.mails.map(({ to }) => to)).toEqual([addressOf(person)]);
  const mail = await readMail(ground.server.mails[0] as (typeof ground.server.mails)[0]);
  expect(mail.from).toMatchObject({ address: "no-reply@popline.example", name: "Popline" });
  expect(mail.subject).toContain("예약이 확정됐어요");
  expect(mail.text).toMatch(/예약 번호: R-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(mail.html).toContain(`https://popline.example/reservations/${reservation}`);
  const [file] = mail.attachments;
  expect(file).toMatchObject({ filename: "popline.ics", mimeType: "text/calendar" });
  const calendar = new ical.Component(ical.parse(String(file?.content)));
  expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
  expect((await ground.rows()).map(({ kind, outcome }) => [kind, outcome])).toEqual([["confirmed", "sent"]]);
});

test("the control: a relay that says sent and then sends loses the mail when it dies in between", async () => {
  await seated();
  const naive = async (dies: boolean) => {
    const [row] = await ground.ledger.run("update outbox set sent_at = now() where sent_at is null returning id");
    if (row !== undefined && !dies) throw new Error("would send here");
  };
  await naive(true);
  await naive(false);
  expect(ground.server.mails).toEqual([]);
});

test("I7: a relay that dies before and after sending: the next one sends, with the same key", async () => {
  const { person } = await seated();
  const gone = { send: () => new Promise<never>(() => undefined), close: async () => undefined };
  void ground.relay({ mailer: gone }).run();
  const tried = (count: number) =>
    waitUntil(async () => (await ground.rows())[0]?.tries === count, { what: `try ${count} has begun` });
  await tried(1);
  // Nobody takes it while the dead one's lease runs.
  await ground.relay().run();
  expect(ground.server.mails).toEqual([]);
  await ground.pass(60);
  const deaf = ground.mailerTo(ground.server.port);
  const never = () => new Promise<never>(() => undefined);
  void ground.relay({ mailer: { ...deaf, send: (mail, ms) => deaf.send(mail, ms).then(never) } }).run();
  await waitUntil(() => ground.server.mails.length === 1, { what: "the mail is there" });
  await ground.pass(60);
  await ground.relay().run();
  expect(ground.server.mailsTo(addressOf(person))).toHaveLength(2);
  expect(new Set(ground.server.mails.map(({ key }) => key)).size).toBe(1);
  expect((await ground.rows())[0]).toMatchObject({ outcome: "sent", tries: 3 });
});

type Book = MailGround["ledger"]["reservations"];

/** Gives the seat up while the mail is on its way, which one `waits` for or not; answers what came first. */
async function giveUpOnTheWay(book: Book, kind: "cancelled" | "moved", waits: boolean): Promise<string[]> {
  const { person, reservation, slot } = await seated();
  const beside = await ground.ledger.slotBeside(slot);
  const door = gate();
  const order: string[] = [];
  ground.server.gates.recipient = door.pass;
  ground.server.gates.received = async ({ raw }) => void order.push(/method=(\w+)/.exec(raw)?.[1] ?? "");
  const sending = ground.relay().run();
  await door.reached();
  const key = randomUUID();
  const givenUp =
    kind === "moved" ? book.move(reservation, person, beside, key) : book.cancel(reservation, person, key);
  const answering = givenUp.then(() => order.push("answer"));
  const isDone = async () => (await ground.rows()).some((row) => row.kind === kind);
  await waitUntil(isDone, { what: `that it is ${kind} is committed` });
  // Whoever should wait and does not has answered by then: the answer needs no more than the commit.
  const then = waitUntil(() => false, { what: "-", timeoutMs: 300 }).catch(() => undefined);
  await Promise.race(waits ? [answering, then] : [answering]);
  door.open();
  await Promise.all([sending, answering]);
  return order;
}

test("I7: the answer of a cancel waits for a mail on its way; without the wait the mail comes after it", async () => {
  const { reservations } = ground.ledger;
  expect(await giveUpOnTheWay(reservations, "cancelled", false)).toEqual(["answer", "PUBLISH", "CANCEL"]);
  await ground.ledger.run("delete from outbox");
  const order = await giveUpOnTheWay(withQuietCancelling(reservations, ground.quiet), "cancelled", true);
  expect(order.filter((event) => event !== "CANCEL")).toEqual(["PUBLISH", "answer"]);
});

test("I7: so does the answer of a move for a mail about the old seat", async () => {
  const { reservations } = ground.ledger;
  expect((await giveUpOnTheWay(reservations, "moved", false))[0]).toBe("answer");
  await ground.ledger.run("delete from outbox");
  expect((await giveUpOnTheWay(withQuietCancelling(reservations, ground.quiet), "moved", true))[0]).toBe("PUBLISH");
});

test("I7: a second press of cancel waits for the mail too", async () => {
  const { reservation, person } = await seated();
  const book = withQuietCancelling(ground.ledger.reservations, ground.quiet);
  const door = gate();
  const order: string[] = [];
  ground.server.gates.recipient = door.pass;
  ground.server.gates.received = async ({ raw }) => void order.push(/method=(\w+)/.exec(raw)?.[1] ?? "");
  const sending = ground.relay().run();
  await door.reached();
  const cancel = () => book.cancel(reservation, person, randomUUID()).then(() => order.push("answer"));
  const answers = [cancel(), cancel()];
  await Promise.race([...answers, waitUntil(() => false, { what: "-", timeoutMs: 300 }).catch(() => undefined)]);
  door.open();
  await Promise.all([sending, ...answers]);
  expect(order.filter((event) => event !== "CANCEL")).toEqual(["PUBLISH", "answer", "answer"]);
});

test("I7: a host's word on its way to whoever has a seat is waited for as well", async () => {
  const { reservation, person, slot } = await seated();
  await ground.relay().run();
  const { run } = ground.ledger;
  await run(
    `with made as (
      insert into notice (store_id, text, created_at) select store_id, '내일 만나요', now() from slot where id = $1
      returning id
    ) insert into outbox (kind, cause, person_id, created_at) select 'host-notice', id, $2, now() from made`,
    [slot, person],
  );
  const door = gate();
  ground.server.gates.recipient = door.pass;
  const sending = ground.relay().run();
  await door.reached();
  let isAnswered = false;
  const book = withQuietCancelling(ground.ledger.reservations, ground.quiet);
  const cancelling = book.cancel(reservation, person, randomUUID()).then(() => {
    isAnswered = true;
  });
  const isCancelled = async () => (await ground.rows()).some(({ kind }) => kind === "cancelled");
  await waitUntil(isCancelled, { what: "the cancel is committed" });
  await Promise.race([cancelling, waitUntil(() => false, { what: "-", timeoutMs: 300 }).catch(() => undefined)]);
  expect(isAnswered).toBe(false);
  door.open();
  await Promise.all([sending, cancelling]);
});

test("I7: whoever is late with an ended lease takes no mark away from who has the message now", async () => {
  const { slot } = await seated();
  const { outbox, ledger } = ground;
  const now = new Date().toISOString();
  const setClock = (seconds: number) => ledger.setClock(`timestamptz '${now}' + interval '${seconds} seconds'`);
  onTestFinished(() => ledger.setClock("clock_timestamp()"));
  const begin = async () => {
    const claim = await outbox.claim();
    if (claim === null) throw new Error("Nothing is due.");
    return outbox.begin(claim);
  };
  const end = (begun: Awaited<ReturnType<typeof begin>>) =>
    outbox.end(begun.map(({ message, lease }) => ({ message, lease, outcome: "sent", trouble: null })));
  const isSending = () => outbox.isSending({ entry: makeEntryId(slot, 1) });
  await setClock(1);
  const late = await begin();
  await setClock(sendingSeconds);
  expect(await isSending()).toBe(true);
  await setClock(50);
  const next = await begin();
  await end(late);
  expect([(await ground.rows())[0]?.outcome, await isSending()]).toEqual(["sent", true]);
  await end(next);
  expect(await isSending()).toBe(false);
});

test("I7, D14: what was cancelled before is never confirmed, only the cancel is told", async () => {
  const { person, reservation } = await seated();
  await ground.ledger.reservations.cancel(reservation, person, randomUUID());
  await ground.relay().run();
  expect((await ground.rows()).map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ["confirmed", "withdrawn"],
    ["cancelled", "sent"],
  ]);
  expect(ground.server.mails).toHaveLength(1);
  const mail = await readMail(ground.server.mails[0] as (typeof ground.server.mails)[0]);
  const calendar = new ical.Component(ical.parse(String(mail.attachments[0]?.content)));
  const event = calendar.getFirstSubcomponent("vevent");
  expect(calendar.getFirstPropertyValue("method")).toBe("CANCEL");
  expect([event?.getFirstPropertyValue("status"), event?.getFirstPropertyValue("sequence")]).toEqual(["CANCELLED", 1]);
});

test("I7: whoever cancels is not waited for: the message comes again, and is withdrawn", async () => {
  const { reservation } = await seated();
  const other = new pg.Client({ connectionString: ground.ledger.url as string });
  await other.connect();
  await other.query("begin");
  await other.query("update reservation set state = 'cancelled', cancelled_at = now() where id = $1", [reservation]);
  await ground.relay().run();
  expect((await ground.rows())[0]).toMatchObject({ outcome: null, tries: 0 });
  await other.query("commit");
  await other.end();
  await ground.pass(2);
  await ground.relay().run();
  expect((await ground.rows())[0]).toMatchObject({ outcome: "withdrawn", tries: 0 });
  expect(ground.server.mails).toEqual([]);
});

test("a mail server that is away: tried again later and later, and in the end a dead letter", async () => {
  await seated();
  const nowhere = await startMailServer();
  await nowhere.close();
  const relay = ground.relay({ mailer: ground.mailerTo(nowhere.port) });
  await relay.run();
  const [row] = await ground.rows();
  expect(row).toMatchObject({ outcome: null, tries: 1 });
  expect(row?.trouble).not.toContain("@");
  await relay.run();
  expect((await ground.rows())[0]?.tries).toBe(1);
  /** Seconds until it is due again after so many tries. */
  const pauseAfter = async (tries: number): Promise<number> => {
    await ground.ledger.run("update outbox set tries = $1::integer - 1, due_at = '-infinity'", [tries]);
    await relay.run();
    const text = "select extract(epoch from due_at - clock_timestamp())::float8 as seconds from outbox";
    return (await ground.ledger.run<{ seconds: number }>(text))[0]?.seconds ?? 0;
  };
  for (const [tries, pause] of [
    [1, 30],
    [4, 240],
    [12, 3_600],
  ] as const) {
    const seconds = await pauseAfter(tries);
    expect(seconds).toBeGreaterThan(pause * 0.5 - 10);
    expect(seconds).toBeLessThan(pause * 1.5);
  }
  await ground.ledger.run("update outbox set tries = 19, due_at = '-infinity'");
  await relay.run();
  expect((await ground.rows())[0]).toMatchObject({ outcome: "dead", tries: 20 });
});

test("an address that the mail server refuses for good is a dead letter at once, and is written nowhere", async () => {
  await seated();
  ground.server.gates.recipient = async () => {
    throw refuse(550);
  };
  await ground.relay().run();
  expect((await ground.rows())[0]).toMatchObject({ outcome: "dead", tries: 1, trouble: "EENVELOPE 550" });
});

test("a mail server that does not answer in time is cut off, and nothing arrives afterwards", async () => {
  await seated();
  const door = gate();
  ground.server.gates.recipient = door.pass;
  const mailer = ground.mailerTo(ground.server.port);
  await ground.relay({ mailer: { ...mailer, send: (mail) => mailer.send(mail, 200) } }).run();
  expect((await ground.rows())[0]).toMatchObject({ outcome: null, trouble: "ETIMEDOUT" });
  door.open();
  ground.server.gates.recipient = undefined as never;
  const { person } = await seated();
  await ground.relay().run();
  expect(ground.server.mails.map(({ to }) => to)).toEqual([addressOf(person)]);
});

test("two relays at once send 500 messages once each", async () => {
  const slot = await ground.ledger.slot({ capacity: 500 });
  const people = await ground.people(500);
  await Promise.all(people.map((person) => ground.join(slot, person)));
  await Promise.all([ground.relay().run(), ground.relay().run()]);
  expect(ground.server.mails).toHaveLength(500);
  expect(new Set(ground.server.mails.map(({ to }) => to)).size).toBe(500);
  expect(new Set(ground.server.mails.map(({ key }) => key)).size).toBe(500);
});

test("who has no address gets no mail, and an error of ours is no silence", async () => {
  const { person } = await seated();
  await ground.ledger.run("update person set email = null where id = $1", [person]);
  await seated();
  const relay = ground.relay({
    compose: () => {
      throw new Error("cannot be written");
    },
  });
  await relay.run();
  expect((await ground.rows()).map(({ outcome, trouble }) => [outcome, trouble])).toEqual([
    ["no-address", null],
    [null, "an error of ours"],
  ]);
  expect(String(ground.troubles.at(-1))).toContain("cannot be written");
});

const sent = { outcome: "sent", trouble: null } as const;
/** Whether an error of a way ended the message while the other way was still on its way. */
async function failsBeside(ways: Parameters<typeof ground.relay>[0], door: ReturnType<typeof gate>): Promise<boolean> {
  const { slot } = await seated();
  const running = ground.relay(ways).run();
  await door.reached();
  const isTold = () => ground.troubles.some((trouble) => String(trouble).includes("broken way"));
  await waitUntil(isTold, { what: "the error was told" });
  const isOver = async () => !(await ground.outbox.isSending({ entry: makeEntryId(slot, 1) }));
  const ended = await waitUntil(isOver, { what: "-", timeoutMs: 300 }).catch(() => false);
  door.open();
  await running;
  ground.troubles.splice(0);
  return ended !== false;
}
const breaks = async () => {
  throw new Error("broken way");
};

test("I7: a mail that cannot be written is shown on no browser either, however often it is tried", async () => {
  await seated();
  const pushed: string[] = [];
  const push = async (message: string) => {
    pushed.push(message);
    return sent;
  };
  const compose = () => {
    throw new Error("cannot be written");
  };
  for (const _ of [1, 2]) {
    await ground.relay({ compose, push }).run();
    await ground.pass(60);
  }
  expect((await ground.rows())[0]).toMatchObject({ outcome: null, tries: 2, trouble: "an error of ours" });
  expect(pushed).toEqual([]);
});

test("I7: an error of the push lets the mail end first, and one of the mail the push", async () => {
  const door = gate();
  ground.server.gates.recipient = door.pass;
  expect(await failsBeside({ push: breaks }, door)).toBe(false);
  expect((await ground.rows())[0]).toMatchObject({ outcome: "sent", tries: 1 });
  await ground.ledger.run("delete from outbox");
  const slow = gate();
  const mailer = { send: breaks, close: async () => undefined };
  expect(await failsBeside({ mailer, push: () => slow.pass().then(() => sent) }, slow)).toBe(false);
  expect((await ground.rows())[0]).toMatchObject({ outcome: null, trouble: "an error of ours" });
});
