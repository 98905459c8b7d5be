import { pageOf } from "../../shared/lists.ts";
import type { MailboxItem, MailboxMail } from "../../shared/notifications.ts";
import type { Database } from "../platform/database/index.ts";
import type { KeepMail } from "./mailer.mailbox.ts";
import type { Mailbox } from "./ports.ts";
import { mostInMailbox } from "./rules.ts";

const columns = `mailbox.id::text, at, recipient, mailbox.subject, coalesce(person.name, '') as name`;
const source = "from mailbox left join person on person.id = mailbox.person_id";
const item = <Row extends { at: Date }>(row: Row) => ({ ...row, at: row.at.toISOString() });

/** The demo's mails in PostgreSQL, the newest thousand. */
export function createSqlMailbox(database: Database): Mailbox & { keep: KeepMail } {
  const { code } = database;
  return {
    async keep({ key, person, to, subject, html, text, attachments }) {
      const files = attachments.map((each) => ({ name: each.name, text: each.text }));
      await database.press({
        name: "keep_mail",
        text: `with kept as (
            insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)
            values ($1, $2, $3, $4, $5, $6, $7, ${code}.clock()) on conflict (key) do nothing returning id
          ) delete from mailbox where id <= (select id from kept) - ${mostInMailbox}`,
        values: [key, person, to, subject, html, text, JSON.stringify(files)],
      });
    },
    async list(cursor, limit) {
      const text = `select ${columns} ${source} where $1::bigint is null or mailbox.id < $1
        order by mailbox.id desc limit $2`;
      const rows = await database.read<Omit<MailboxItem, "at"> & { at: Date }>({ text, values: [cursor, limit + 1] });
      return pageOf(rows.map(item), limit);
    },
    async read(mail) {
      const text = `select ${columns}, text, attachments ${source} where mailbox.id = $1`;
      const [row] = await database.read<Omit<MailboxMail, "at"> & { at: Date }>({ text, values: [mail] });
      return row === undefined ? null : item(row);
    },
    async page(mail) {
      const [row] = await database.read<{ html: string }>({
        text: "select html from mailbox where id = $1",
        values: [mail],
      });
      return row?.html ?? null;
    },
  };
}
