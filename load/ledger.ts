import type { SlotId } from "../shared/ids.ts";
import type { LedgerPage } from "../shared/operations.ts";
import type { Client } from "../test/services/client.ts";
import type { FinalRows } from "../test/services/ledger.ts";

const pageSize = 5_000;

export type Ledger = Omit<FinalRows, "outbox">;

/** What the database says of a slot, asked for as an operator, page by page. */
export async function readLedger(client: Client, slotId: SlotId | string): Promise<Ledger> {
  const { cookie } = await client.signIn("리허설 심판", "operator");
  const entries: LedgerPage["entries"] = [];
  for (;;) {
    const after = entries.at(-1)?.ticket ?? 0;
    const reply = await client.send("GET", `/api/operations/lines/${slotId}?after=${after}&limit=${pageSize}`, {
      cookie,
    });
    if (reply.status !== 200) throw new Error(`The ledger cannot be read: ${JSON.stringify(reply.body)}`);
    const page = reply.body as unknown as LedgerPage;
    entries.push(...page.entries);
    if (page.entries.length < pageSize) return { line: page.line, entries, reservations: reservationsOf(entries) };
  }
}

function reservationsOf(entries: LedgerPage["entries"]): Ledger["reservations"] {
  return entries.flatMap(({ ticket, personId, partySize, reservation }) =>
    reservation === null ? [] : [{ ...reservation, ticket, personId, partySize }],
  );
}
