import { randomUUID } from "node:crypto";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createLocalCourier } from "../../server/notifications/courier.local.ts";
import {
  createComposer,
  createQuiet,
  createRelay,
  createSending,
  type Mailer,
} from "../../server/notifications/index.ts";
import { createSmtpMailer } from "../../server/notifications/mailer.smtp.ts";
import { createSqlOutbox } from "../../server/notifications/outbox.sql.ts";
import { realClock } from "../../server/platform/clock.ts";
import type { PersonId, ReservationId, SlotId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { startMailServer } from "./mail-server.ts";

type Row = { id: string; kind: string; outcome: string | null; tries: number; trouble: string | null };
export type MailGround = Awaited<ReturnType<typeof openMailGround>>;

const onLoopback = {
  ...{ host: "127.0.0.1", secure: false, user: null, password: "" },
  from: "Popline <no-reply@popline.example>",
};

const compose = createComposer({
  ...{ origin: () => "https://popline.example", secret: "a secret of tests", sender: onLoopback.from },
});

const calm = async () => undefined;

/** SMTP mailers that end together. */
function createMailers() {
  const mailers: Mailer[] = [];
  return {
    to(port: number): Mailer {
      const mailer = createSmtpMailer({ ...onLoopback, port });
      mailers.push(mailer);
      return mailer;
    },
    close: () => Promise.all(mailers.map((mailer) => mailer.close())),
  };
}

/** A database with the line and the outbox, a real SMTP server, and relays between them. */
export async function openMailGround(engine: "embedded" | "server" = "server") {
  const ledger = await openLedger(engine);
  const server = await startMailServer();
  const outbox = createSqlOutbox(ledger.database);
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  const mailers = createMailers();

  return {
    ...{ ledger, server, outbox, troubles, calm, compose },
    quiet: createQuiet(outbox, realClock),
    /** One more relay, as another process would have it. */
    relay(changes: Partial<Parameters<typeof createSending>[0]> = {}) {
      const by = { mailer: mailers.to(server.port), push: null };
      const courier = createLocalCourier(createSending({ outbox, ...by, compose, onTrouble, ...changes }), outbox);
      return createRelay({ outbox, courier, calm, onTrouble });
    },
    mailerTo: mailers.to,
    people: (count: number, language: Language | null = null) => addPeople(ledger, count, language),
    join: (slot: SlotId, person: PersonId) => joinAlone(ledger, slot, person),
    /** Somebody with a seat, and so a confirmation that waits to be sent. */
    seated: () => seat(ledger),
    rows: () => ledger.run<Row>("select id, kind, outcome, tries, trouble from outbox order by id"),
    pass: (seconds: number) => pass(ledger, seconds),
    async close(): Promise<void> {
      await mailers.close();
      await server.close();
      await ledger.close();
    },
  };
}

/** People with an address each; it is made of their number. */
async function addPeople(ledger: Ledger, count: number, language: Language | null): Promise<PersonId[]> {
  const people = await ledger.people(count);
  const text = "update person set email = 'p' || id || '@popline.example', language = $2 where id = any ($1)";
  await ledger.run(text, [people, language]);
  return people;
}

const joinAlone = ({ line }: Ledger, slot: SlotId, person: PersonId) =>
  line.join(slot, { person, partySize: 1, key: randomUUID() });

async function seat(ledger: Ledger): Promise<{ slot: SlotId; person: PersonId; reservation: ReservationId }> {
  const slot = await ledger.slot({ capacity: 5 });
  const [person] = (await addPeople(ledger, 1, null)) as [PersonId];
  const answer = await joinAlone(ledger, slot, person);
  if (!("entry" in answer)) throw new Error("not seated");
  return { slot, person, reservation: answer.entry.reservationId as ReservationId };
}

/** As if so many seconds had passed for whatever waits in the outbox. */
async function pass({ run }: Ledger, seconds: number): Promise<void> {
  const past = `make_interval(secs => ${seconds})`;
  await run(
    `update outbox set due_at = due_at - ${past}, sending_until = sending_until - ${past} where settled_at is null`,
  );
}

export const addressOf = (person: PersonId) => `p${person}@popline.example`;

/** A door that a mail waits at until the test opens it. */
export function gate() {
  let open: () => void = () => undefined;
  let isReached = false;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const pass = async () => {
    isReached = true;
    await opened;
  };
  return { pass, open, reached: () => waitUntil(() => isReached, { what: "the mail is at the gate", everyMs: 1 }) };
}
