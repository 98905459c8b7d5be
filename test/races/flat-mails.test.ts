import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createSqlOutbox } from "../../server/notifications/outbox.sql.ts";
import type { Outbox } from "../../server/notifications/ports.ts";
import type { PersonId } from "../../shared/ids.ts";
import { createReadCount, openCountedReads } from "../services/counted-reads.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";

const [few, many] = [200, 4_000];
const mails = 100;

/** So many people seated in a slot of their own, each with a confirmation in the outbox. */
async function seat(ledger: Ledger, count: number): Promise<void> {
  const slot = await ledger.slot({ capacity: count });
  const people: PersonId[] = await ledger.people(count);
  await ledger.run("update person set email = 'p' || id || '@popline.example' where email is null");
  for (let start = 0; start < count; start += ledger.database.mostPerBatch) {
    const batch = people.slice(start, start + ledger.database.mostPerBatch);
    const [parties, keys] = [batch.map(() => 1), batch.map(() => randomUUID())];
    await ledger.run(`select from ${ledger.database.code}.admit($1, $2, $3, $4)`, [slot, batch, parties, keys]);
  }
}

/** A relay sends a hundred mails, five at a time. */
async function send(outbox: Outbox): Promise<void> {
  const claim = await outbox.claim();
  if (claim === null) throw new Error("Nothing is due.");
  for (let next = 0; next < mails; next += 5) {
    const begun = await outbox.begin({ lease: claim.lease, messages: claim.messages.slice(next, next + 5) });
    expect(begun).toHaveLength(5);
    await outbox.end(begun.map(({ message, lease }) => ({ message, lease, outcome: "sent", trouble: null })));
  }
  await outbox.release({ lease: claim.lease, messages: claim.messages.slice(mails) });
}

async function openCountedEmbedded() {
  const ledger = await openLedger("embedded");
  return { ledger, close: ledger.close };
}

const title = "D8: a mail reads as much at 4,000 messages as at 200, by plans made while there were none, %s";
test.each(["embedded", "server"] as const)(title, async (engine) => {
  const { ledger, close } = await (engine === "server" ? openCountedReads() : openCountedEmbedded());
  const outbox = createSqlOutbox(ledger.database);
  const readsOf = createReadCount(ledger.database.query);
  await outbox.begin({ messages: [], lease: "-infinity" });
  await outbox.end([]);
  await seat(ledger, few);
  const atFew = await readsOf(() => send(outbox));
  await seat(ledger, many);
  const atMany = await readsOf(() => send(outbox));
  await close();
  console.log(`${engine}: a mail reads ${atFew.tuples / mails} rows at ${few}, ${atMany.tuples / mails} at ${many}`);
  expect(atMany.tuples).toBeLessThan(1.5 * atFew.tuples);
  expect(atMany.buffers).toBeLessThan(1.5 * atFew.buffers);
});
