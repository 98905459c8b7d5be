import { readEntryId } from "../../shared/ids.ts";
import { notificationKinds } from "../../shared/notification-codes.ts";
import type { Database } from "../platform/database/index.ts";
import type { About, Claim, Outbox, Outgoing } from "./ports.ts";
import { leaseSeconds, mostClaimed, sendingSeconds, tries } from "./rules.ts";

/**
 * The outbox in PostgreSQL. Its statements go on the pool of single presses, so that joins never wait for them. What it
 * claims is the claimer's for `claimSeconds`.
 */
export function createSqlOutbox(database: Database, claimSeconds = leaseSeconds): Outbox {
  const { code } = database;
  const run = <Row extends object>(name: string, text: string, values: readonly unknown[]) =>
    database.press<Row>({ name, text, values });

  return {
    async claim() {
      const text = `select lease, messages::text[] from ${code}.claim_messages($1, $2, $3)`;
      const values = [notificationKinds, mostClaimed, claimSeconds];
      const [row] = await run<Claim & { messages: string[] | null }>("claim_messages", text, values);
      return row?.messages ? { lease: row.lease, messages: row.messages } : null;
    },
    async release({ messages, lease }) {
      await run("release_messages", `select ${code}.release_messages($1, $2)`, [messages, lease]);
    },
    begin({ messages, lease }) {
      const text = `select message::text, lease, facts, "byMail", devices from ${code}.begin_sending($1, $2, $3)`;
      return run<Outgoing>("begin_sending", text, [messages, lease, sendingSeconds]);
    },
    async end(ended) {
      await run("end_sending", `select ${code}.end_sending($1, $2, $3, $4, $5, $6, $7)`, [
        ended.map(({ message }) => message),
        ended.map(({ lease }) => lease),
        ended.map(({ outcome }) => outcome),
        ended.map(({ trouble }) => trouble?.slice(0, 80) ?? null),
        tries.most,
        tries.firstPauseSeconds,
        tries.longestPauseSeconds,
      ]);
    },
    async isSending(about) {
      const { text, values } = questionAbout(about, code);
      const [row] = await database.press<{ sending: boolean }>({ text, values });
      return row?.sending === true;
    },
  };
}

function questionAbout(about: About, code: string): { text: string; values: string[] } {
  if ("person" in about) return { text: `select ${code}.is_sending_to($1) as sending`, values: [about.person] };
  if ("reservation" in about) {
    const text = `select ${code}.is_sending(slot_id, ticket) as sending from reservation where id = $1`;
    return { text, values: [about.reservation] };
  }
  const { slot, ticket } = readEntryId(about.entry);
  return { text: `select ${code}.is_sending($1, $2) as sending`, values: [slot, ticket] };
}
