import { randomUUID } from "node:crypto";
import ical from "ical.js";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { makeEntryId, type PersonId, type ReservationId } from "../../shared/ids.ts";
import { gate, type MailGround, openMailGround } from "../../test/services/mail-ground.ts";
import { readMail } from "../../test/services/mail-server.ts";
import { withQuietLeaving } from "./quiet-answers.ts";

let ground: MailGround;
beforeAll(async () => {
  ground = await openMailGround();
});
afterAll(() => ground.close());
beforeEach(async () => {
  ground.server.mails.splice(0);
  ground.server.gates.recipient = undefined as never;
  await ground.ledger.run("delete from outbox");
});

/** One seat, given back: the second of the line has an offer, and only the mail of it waits to be sent. */
async function offered() {
  const slot = await ground.ledger.slot({ capacity: 1, offerMinutes: 10 });
  const [first, person] = (await ground.people(2)) as [PersonId, PersonId];
  for (const each of [first, person]) await ground.join(slot, each);
  const [seat] = (await ground.ledger.rows(slot)).reservations;
  await ground.ledger.reservations.cancel(seat?.id as ReservationId, first, randomUUID());
  await ground.ledger.run("delete from outbox where kind <> 'offer'");
  return { slot, person, entry: makeEntryId(slot, 2) };
}

/** What would become of the messages of this kind, so long after now: null where they are sent. */
async function verdicts(kind: string, after: string): Promise<(string | null)[]> {
  const { code } = ground.ledger.database;
  const rows = await ground.ledger.run<{ verdict: string | null }>(
    `select verdict from ${code}.judge_messages(
      array(select id from outbox where kind = $1), ${code}.clock() + $2::interval)`,
    [kind, after],
  );
  return rows.map(({ verdict }) => verdict);
}

test.each(["confirmed", "reminder", "moved"])("a mail of a seat is none once its slot has begun: %s", async (kind) => {
  await ground.seated();
  await ground.ledger.run("update outbox set kind = $1", [kind]);
  expect(await verdicts(kind, "23 hours")).toEqual([null]);
  expect(await verdicts(kind, "25 hours")).toEqual(["withdrawn"]);
});

test("D14: after a move the calendar has the event it had, later or elsewhere, and not a second one", async () => {
  const { slot, person, reservation } = await ground.seated();
  await ground.relay().run();
  const target = await ground.ledger.slotBeside(slot);
  await ground.ledger.reservations.move(reservation, person, target, randomUUID());
  await ground.relay().run();
  const files = await Promise.all(
    ground.server.mails.map(async (mail) => String((await readMail(mail)).attachments[0]?.content)),
  );
  const events = files.map((file) => new ical.Component(ical.parse(file)).getFirstSubcomponent("vevent"));
  const [uid, moved] = events.map((event) => event?.getFirstPropertyValue("uid"));
  expect([events.length, moved]).toEqual([2, uid]);
  const [first, second] = events.map((event) => Number(event?.getFirstPropertyValue("sequence")));
  expect(second).toBeGreaterThan(first as number);
  const [before, after] = events.map((event) => String(event?.getFirstPropertyValue("dtstart")));
  expect(after).not.toBe(before);
});

test("a process takes no message of a kind that only a newer one knows", async () => {
  await ground.seated();
  const { code } = ground.ledger.database;
  const claimed = async (kinds: readonly string[]) => {
    const text = `select coalesce(cardinality(messages), 0) as count from ${code}.claim_messages($1, 10, 60)`;
    return (await ground.ledger.run<{ count: number }>(text, [kinds]))[0]?.count;
  };
  expect([await claimed(["cancelled", "moved"]), await claimed(["confirmed"])]).toEqual([0, 1]);
});

test("nor is one of an offer whose time is up", async () => {
  await offered();
  expect(await verdicts("offer", "0 minutes")).toEqual([null]);
  expect(await verdicts("offer", "2 hours")).toEqual(["withdrawn"]);
});

test.each(["cancelled", "expired", "missed"])("nobody is told a day later what is over: %s", async (kind) => {
  const { person, reservation } = await ground.seated();
  await ground.ledger.run("delete from outbox");
  await ground.ledger.reservations.cancel(reservation, person, randomUUID());
  await ground.ledger.run("update outbox set kind = $1", [kind]);
  expect(await verdicts(kind, "23 hours")).toEqual([null]);
  expect(await verdicts(kind, "25 hours")).toEqual(["withdrawn"]);
});

test("an opening is told to who still follows its store, while that is public", async () => {
  const [person] = await ground.people(1);
  const slot = await ground.ledger.slot({ opensInMs: 300_000 });
  const { run } = ground.ledger;
  const ofSlot = "where id = (select store_id from slot where slot.id = $1)";
  await run("insert into store_follow select store_id, $2, now() from slot where id = $1", [slot, person]);
  await run(
    `insert into outbox (kind, cause, person_id, created_at)
      select 'opening-soon', store_id, $2, now() from slot where id = $1`,
    [slot, person],
  );
  const told = ["switched-off"];
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(told);
  expect(await verdicts("opening-soon", "6 minutes")).toEqual(["withdrawn"]);
  await run(`update store set published_at = null ${ofSlot}`, [slot]);
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(["withdrawn"]);
  await run(`update store set published_at = now() ${ofSlot}`, [slot]);
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(told);
  await run("delete from store_follow where person_id = $1", [person]);
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(["withdrawn"]);
});

const verbs = ["decline", "leave"] as const;

test.each(verbs)(
  "D9, I7: an offer that its person gave up (%s) before the mail was sent is told nobody",
  async (verb) => {
    const { entry, person } = await offered();
    await ground.ledger.line.act(verb, entry, person, randomUUID());
    await ground.relay().run();
    expect((await ground.rows()).map(({ kind, outcome }) => [kind, outcome])).toEqual([["offer", "withdrawn"]]);
    expect(ground.server.mails).toEqual([]);
  },
);

test("D9, I7: an offer that is being given up this moment is not sent, and withdrawn once it is", async () => {
  const { slot } = await offered();
  const other = new pg.Client({ connectionString: ground.ledger.url as string });
  await other.connect();
  await other.query("begin");
  await other.query("update entry set state = 'declined', offer_expires_at = null where slot_id = $1 and ticket = 2", [
    slot,
  ]);
  await ground.relay().run();
  expect((await ground.rows())[0]).toMatchObject({ kind: "offer", outcome: null, tries: 0 });
  await other.query("commit");
  await other.end();
  await ground.pass(2);
  await ground.relay().run();
  expect((await ground.rows())[0]).toMatchObject({ outcome: "withdrawn", tries: 0 });
  expect(ground.server.mails).toEqual([]);
});

/** Gives the offer up while its mail is on its way, which one `waits` for or not; answers what came first. */
async function giveUpOnTheWay(
  line: typeof ground.ledger.line,
  verb: (typeof verbs)[number],
  waits: boolean,
): Promise<string[]> {
  const { entry, person, slot } = await offered();
  const door = gate();
  const order: string[] = [];
  ground.server.gates.recipient = door.pass;
  ground.server.gates.received = async () => void order.push("mail");
  const sending = ground.relay().run();
  await door.reached();
  const answering = line.act(verb, entry, person, randomUUID()).then(() => order.push("answer"));
  const isOver = async () => (await ground.ledger.rows(slot)).entries.every(({ state }) => state !== "offered");
  await waitUntil(isOver, { what: "the offer is given up" });
  // Whoever should wait and does not has answered by then: the answer needs no more than the commit.
  const then = waitUntil(() => false, { what: "-", timeoutMs: 300 }).catch(() => undefined);
  await Promise.race(waits ? [answering, then] : [answering]);
  door.open();
  await Promise.all([sending, answering]);
  return order;
}

test.each(verbs)(
  "I7: the answer of a %s waits for the offer's mail on its way; without the wait it does not",
  async (verb) => {
    const { line } = ground.ledger;
    expect(await giveUpOnTheWay(line, verb, false)).toEqual(["answer", "mail"]);
    expect(await giveUpOnTheWay(withQuietLeaving(line, ground.quiet), verb, true)).toEqual(["mail", "answer"]);
  },
);
