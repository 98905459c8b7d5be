import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { type Aws, queueArn, region, roleArn, startAws } from "../../test/services/aws.ts";
import { freePort } from "../../test/services/free-port.ts";
import { addressOf, gate, type MailGround, openMailGround } from "../../test/services/mail-ground.ts";
import { readMail } from "../../test/services/mail-server.ts";
import { mostReceived } from "../../test/services/queue-server.ts";
import { close, handler } from "../mail-function.ts";
import { openRelay, openSchedules } from "../mail-wiring.ts";
import { readSettings } from "../platform/settings.ts";
import { createMailLambda } from "./mail-lambda.ts";
import { createSesMailer } from "./mailer.ses.ts";
import type { Outgoing } from "./ports.ts";
import { withQuietCancelling } from "./quiet-answers.ts";
import { createSending } from "./sending-service.ts";

let ground: MailGround;
let aws: Aws;
beforeAll(async () => {
  [ground, aws] = await Promise.all([openMailGround(), startAws()]);
  vi.stubEnv("DATABASE_URL", ground.ledger.url as string);
  vi.stubEnv("MAIL_FROM", "Popline <hello@popline.example>");
  vi.stubEnv("PUBLIC_URL", "https://popline.example");
  vi.stubEnv("SESSION_SECRET", randomBytes(32).toString("hex"));
});
afterAll(async () => {
  await close();
  await aws.close();
  await ground.close();
});
beforeEach(async () => {
  aws.mail.gates.answer = undefined;
  aws.queue.gates.refuses = undefined;
  aws.mail.mails.splice(0);
  await aws.queue.lose();
  await ground.ledger.run("delete from outbox");
});

const settings = () =>
  readSettings({
    ...{ DATA_DIR: "memory://", DEMO: "on", MAIL_TRANSPORT: "sqs", MAIL_QUEUE_URL: aws.queue.queueUrl },
    ...{ AWS_REGION: region, REMIND_QUEUE_ARN: queueArn, SCHEDULER_ROLE_ARN: roleArn },
  });

/** What a server with MAIL_TRANSPORT=sqs does with its outbox, once. */
async function queueUp(): Promise<void> {
  const { ledger, compose, troubles } = ground;
  const mailbox = { keep: () => Promise.reject(new Error("not by mailbox")) };
  const onTrouble = (error: unknown) => troubles.push(error);
  const rest = { push: null, calm: ground.calm, onTrouble };
  const relay = openRelay({ settings: settings(), database: ledger.database, mailbox, compose, ...rest });
  await relay?.run();
  await relay?.stop();
}

const context = (leftMs = 30_000) => ({ getRemainingTimeInMillis: () => leftMs });
const bring = () => aws.queue.bring((event) => handler(event, context()));
const outcomes = async () => (await ground.rows()).map(({ kind, outcome }) => [kind, outcome]);
/** PUBLISH of a confirmation, CANCEL of a cancel. */
const methods = () => aws.mail.mails.map(({ raw }) => /method=(\w+)/.exec(raw)?.[1]);
const cancel = ({ reservation, person }: Awaited<ReturnType<MailGround["seated"]>>) =>
  withQuietCancelling(ground.ledger.reservations, ground.quiet).cancel(reservation, person, randomUUID());

test("S30, S32: a seat is one mail by SQS, Lambda and SES, and the queue holds nothing of anybody", async () => {
  const { person, reservation } = await ground.seated();
  await queueUp();
  const [body = ""] = await aws.queue.bodies();
  expect(JSON.parse(body)).toEqual({ messages: [(await ground.rows())[0]?.id], lease: expect.any(String) });
  expect(body).toMatch(/^[\w\s{}[\]":,.+-]+$/);
  expect([await bring(), await bring()]).toEqual([1, 0]);
  await queueUp();
  expect(await aws.queue.bodies()).toEqual([]);
  expect(aws.mail.mails.map(({ to }) => to)).toEqual([addressOf(person)]);
  const mail = await readMail(aws.mail.mails[0] as { raw: string });
  expect(mail.subject).toContain("예약이 확정됐어요");
  expect(mail.html).toContain(`https://popline.example/reservations/${reservation}`);
  expect(await outcomes()).toEqual([["confirmed", "sent"]]);
});

test("105 messages are 11 pointers of ten at most, and 105 mails", async () => {
  const slot = await ground.ledger.slot({ capacity: 105 });
  await Promise.all((await ground.people(105)).map((person) => ground.join(slot, person)));
  await queueUp();
  const sizes = (await aws.queue.bodies()).map((body) => JSON.parse(body).messages.length);
  expect([sizes.length, Math.max(...sizes)]).toEqual([11, 10]);
  while ((await bring()) > 0);
  expect(new Set(aws.mail.mails.map(({ to }) => to)).size).toBe(105);
  expect([aws.mail.mails.length, (await ground.rows()).every(({ outcome }) => outcome === "sent")]).toEqual([
    105,
    true,
  ]);
});

/** The Lambda with another mailer or outbox than its own. */
function lambdaWith(changes: Partial<Parameters<typeof createSending>[0]>, remind = async () => 0) {
  const onTrouble = (error: unknown) => ground.troubles.push(error);
  const mailer = createSesMailer({ region, from: "no-reply@popline.example" });
  const { outbox, compose } = ground;
  const sending = createSending({ outbox, mailer, compose, push: null, onTrouble, ...changes });
  return createMailLambda({ sending, remind, onTrouble });
}

test("I7 control: a Lambda that believes the pointer confirms what was cancelled before", async () => {
  const seat = await ground.seated();
  await queueUp();
  await cancel(seat);
  const { database } = ground.ledger;
  const facts = `select message::text, $2::text as lease, facts, true as "byMail", '[]'::jsonb as devices
    from ${database.code}.message_facts($1)`;
  const credulous = lambdaWith({
    outbox: {
      begin: ({ messages, lease }) => database.query<Outgoing>({ text: facts, values: [messages, lease] }),
      end: async () => undefined,
    },
  });
  await aws.queue.bring((event) => credulous(event, context()));
  expect(methods()).toEqual(["PUBLISH"]);
});

test("I7, S32: what was cancelled between queue and Lambda is never confirmed, only the cancel is told", async () => {
  const seat = await ground.seated();
  await queueUp();
  await cancel(seat);
  expect(await bring()).toBe(1);
  expect(aws.mail.mails).toEqual([]);
  await queueUp();
  await bring();
  expect(methods()).toEqual(["CANCEL"]);
  expect(await outcomes()).toEqual([
    ["confirmed", "withdrawn"],
    ["cancelled", "sent"],
  ]);
});

test("I7: the answer of a cancel waits for a mail that a Lambda has on its way", async () => {
  const seat = await ground.seated();
  await queueUp();
  const door = gate();
  const order: string[] = [];
  aws.mail.gates.answer = async () => {
    await door.pass();
    order.push("mail");
    return undefined;
  };
  const bringing = bring();
  await door.reached();
  const answering = cancel(seat).then(() => order.push("answer"));
  const isCommitted = async () => (await ground.rows()).some(({ kind }) => kind === "cancelled");
  await waitUntil(isCommitted, { what: "the cancel is committed" });
  await Promise.race([answering, waitUntil(() => false, { what: "-", timeoutMs: 300 }).catch(() => undefined)]);
  door.open();
  await Promise.all([bringing, answering]);
  expect(order).toEqual(["mail", "answer"]);
});

test("I7, I9: a pointer that the queue brings twice at once sends once, and takes no mark away", async () => {
  const { reservation } = await ground.seated();
  await queueUp();
  const door = gate();
  const passes = [door.pass];
  aws.mail.gates.answer = async () => {
    await passes.shift()?.();
    return undefined;
  };
  const bringing = bring();
  await door.reached();
  // Not deleted yet, so it is brought to another Lambda, which is through with it before the first.
  expect(await bring()).toBe(1);
  expect(await ground.outbox.isSending({ reservation })).toBe(true);
  door.open();
  await bringing;
  expect([aws.mail.mails.length, (await ground.rows())[0]]).toMatchObject([1, { outcome: "sent", tries: 1 }]);
});

test("I7: a Lambda that dies between send and mark: the mail goes again after the lease, under one key", async () => {
  await ground.seated();
  await queueUp();
  const mailer = createSesMailer({ region, from: "no-reply@popline.example" });
  const never = () => new Promise<never>(() => undefined);
  const dying = lambdaWith({ mailer: { ...mailer, send: (mail, ms) => mailer.send(mail, ms).then(never) } });
  void aws.queue.bring((event) => dying(event, context()));
  await waitUntil(() => aws.mail.mails.length === 1, { what: "SES has the mail" });
  // The queue brings the dead one's record again, whose lease was begun.
  expect([await bring(), aws.mail.mails.length]).toEqual([1, 1]);
  await ground.pass(310);
  await queueUp();
  await bring();
  expect(new Set(aws.mail.mails.map(({ key }) => key)).size).toBe(1);
  expect([aws.mail.mails.length, (await ground.rows())[0]]).toMatchObject([2, { outcome: "sent", tries: 2 }]);
});

test("S32: what SES refuses is a dead letter of the outbox, without an address in it", async () => {
  await ground.seated();
  aws.mail.gates.answer = async ({ to }) => ({ status: 400, error: "MessageRejected", body: { message: `no ${to}` } });
  await queueUp();
  await bring();
  expect((await ground.rows())[0]).toMatchObject({ outcome: "dead", tries: 1, trouble: "MessageRejected 400" });
});

test("S32, S40: what nobody can read is counted as dead letters, and keeps nothing else waiting", async () => {
  expect(await aws.queue.countLetters()).toBe(0);
  const { person } = await ground.seated();
  const poison = ["no JSON", '{"messages":["1 or 1=1"],"lease":"2026-11-27 06:00:00+00"}'];
  const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const noMoment = '{"messages":["1"],"lease":"2026-99-99 06:00:00+00"}';
  for (const body of [...poison, noMoment]) await aws.queue.put(body);
  await queueUp();
  for (let times = 0; times <= mostReceived; times += 1) await bring();
  expect(aws.mail.mails.map(({ to }) => to)).toEqual([addressOf(person)]);
  expect(await aws.queue.bodies()).toEqual([]);
  expect((await aws.queue.deadLetters()).sort()).toEqual([...poison, noMoment].sort());
  expect(await aws.queue.countLetters()).toBe(3);
  expect(complaints).toHaveBeenCalledTimes(3 * mostReceived);
  complaints.mockRestore();
});

test("S32, S40: so are reminders that could not be written", async () => {
  const before = await aws.queue.countLetters();
  const failing = lambdaWith({}, () => Promise.reject(new Error("away")));
  await aws.queue.put('{"remind":true}');
  for (let times = 0; times <= mostReceived; times += 1) {
    await aws.queue.bring((event) => failing(event, context()));
  }
  expect((await aws.queue.deadLetters()).at(-1)).toBe('{"remind":true}');
  expect((await aws.queue.countLetters()) - before).toBe(1);
});

test("a Lambda whose time is nearly over begins nothing, and the queue brings it again", async () => {
  await ground.seated();
  await queueUp();
  const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect(await aws.queue.bring((event) => handler(event, context(5_000)))).toBe(1);
  complaints.mockRestore();
  expect([aws.mail.mails.length, (await ground.rows())[0]?.tries]).toEqual([0, 0]);
  expect(await bring()).toBe(1);
  expect(aws.mail.mails).toHaveLength(1);
});

test("S32: a queue that is away: messages are given back, and go when it is there again", async () => {
  await ground.seated();
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", `http://127.0.0.1:${await freePort()}`);
  await queueUp();
  expect(String(ground.troubles.at(-1))).toContain("ECONNREFUSED");
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", aws.queue.url);
  expect((await ground.rows())[0]).toMatchObject({ outcome: null, tries: 0 });
  await queueUp();
  await bring();
  expect(aws.mail.mails).toHaveLength(1);
});

test("S32: of a batch that the queue takes in part, only what it refused is put there again", async () => {
  const slot = await ground.ledger.slot({ capacity: 25 });
  await Promise.all((await ground.people(25)).map((person) => ground.join(slot, person)));
  const [first] = await ground.rows();
  const sizes = async () => (await aws.queue.bodies()).map((body) => JSON.parse(body).messages.length);
  aws.queue.gates.refuses = (body) => JSON.parse(body).messages.includes(first?.id);
  await queueUp();
  expect(await sizes()).toEqual([10, 5]);
  expect(String(ground.troubles.at(-1))).toContain("InvalidMessageContents");
  expect((await ground.rows()).map(({ outcome, tries }) => [outcome, tries])).toEqual(Array(25).fill([null, 0]));
  aws.queue.gates.refuses = undefined;
  await queueUp();
  expect(await sizes()).toEqual([10, 5, 10]);
  while ((await bring()) > 0);
  expect([aws.mail.mails.length, new Set(aws.mail.mails.map(({ to }) => to)).size]).toEqual([25, 25]);
  expect((await ground.rows()).map(({ outcome, tries }) => [outcome, tries])).toEqual(Array(25).fill(["sent", 1]));
});

test("S32: what the queue took and lost comes again after the lease, not before", async () => {
  const now = new Date().toISOString();
  const setClock = (seconds: number) => ground.ledger.setClock(`timestamptz '${now}' + interval '${seconds} seconds'`);
  onTestFinished(() => ground.ledger.setClock("clock_timestamp()"));
  await ground.seated();
  await setClock(1);
  await queueUp();
  const [lost = ""] = await aws.queue.bodies();
  await aws.queue.lose();
  await setClock(300);
  await queueUp();
  expect(await aws.queue.bodies()).toEqual([]);
  await setClock(302);
  await queueUp();
  // The old pointer turns up after all: its lease is over.
  await aws.queue.put(lost);
  while ((await bring()) > 0);
  expect([aws.mail.mails.length, (await ground.rows())[0]]).toMatchObject([1, { outcome: "sent", tries: 1 }]);
});

test("S31, S32: at 15:00 the Scheduler's record becomes one reminder, also when it comes twice", async () => {
  const { run, database, slot: newSlot } = ground.ledger;
  const setClock = (moment: string) => ground.ledger.setClock(`timestamptz '${moment}'`);
  await setClock("2026-11-20T03:00:00Z");
  await newSlot({ timeZone: "America/New_York" });
  const seat = await ground.seated();
  await run("update slot set starts_at = '2026-11-21T05:00:00Z', ends_at = '2026-11-21T06:00:00Z' where id = $1", [
    seat.slot,
  ]);
  const schedules = openSchedules({ settings: settings(), database });
  await schedules?.keep();
  await schedules?.close();
  const kept = [...aws.schedule.schedules.values()];
  expect(kept.map((one) => one.ScheduleExpressionTimezone)).toEqual(["America/New_York", "Asia/Seoul"]);
  await setClock("2026-11-20T06:00:00Z");
  for (const { Target } of [...kept, ...kept]) await aws.queue.put(Target.Input);
  for (let times = 0; times < 2; times += 1) {
    while ((await bring()) > 0);
    await queueUp();
  }
  const subjects = await Promise.all(aws.mail.mails.map(async (mail) => (await readMail(mail)).subject));
  expect(subjects.sort()).toEqual([expect.stringContaining("곧 만나요"), expect.stringContaining("확정")]);
  expect(await outcomes()).toEqual([
    ["confirmed", "sent"],
    ["reminder", "sent"],
  ]);
});
