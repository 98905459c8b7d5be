import type { SlotId } from "../../shared/ids.ts";
import type { LedgerPage } from "../../shared/operations.ts";
import type { SlotRows } from "../history/history.ts";
import type { Client } from "./client.ts";

const pageSize = 5_000;
const mostReadings = 20;

/**
 * What the database says of a slot, asked for as an operator, page by page. A page is one snapshot but several are not:
 * it is read again when a guest of the rehearsal changed the line meanwhile.
 */
export async function readLedger(client: Client, slotId: SlotId | string): Promise<SlotRows> {
  const { cookie } = await client.signIn("리허설 심판", "operator");
  const pageAfter = (ticket: number) => readPage(client, cookie, `${slotId}?after=${ticket}&limit=${pageSize}`);
  for (let readings = 0; readings < mostReadings; readings += 1) {
    const pages = [await pageAfter(0)];
    for (let page = pages[0]; page?.entries.length === pageSize; page = pages.at(-1)) {
      pages.push(await pageAfter(page.entries.at(-1)?.ticket ?? 0));
    }
    const [{ line }] = pages as [LedgerPage];
    if (!pages.every((page) => JSON.stringify(page.line) === JSON.stringify(line))) continue;
    const entries = pages.flatMap((page) => page.entries);
    return { line, entries, reservations: reservationsOf(entries) };
  }
  throw new Error("The line does not come to rest.");
}

async function readPage(client: Client, cookie: string, query: string): Promise<LedgerPage> {
  const reply = await client.send("GET", `/api/operations/lines/${query}`, { cookie });
  if (reply.status !== 200) throw new Error(`The ledger cannot be read: ${JSON.stringify(reply.body)}`);
  return reply.body as unknown as LedgerPage;
}

function reservationsOf(entries: LedgerPage["entries"]): SlotRows["reservations"] {
  return entries.flatMap(({ ticket, personId, partySize, reservation }) =>
    reservation === null ? [] : [{ ...reservation, ticket, personId, partySize }],
  );
}
