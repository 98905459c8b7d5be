import type { Database } from "./database.ts";

interface Noted {
  readonly person: string;
  readonly deed: string;
  /** What it was done to: `store:5`. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes a deed into the audit log (audit.sql). To be called inside the transaction of the deed. */
export async function noteDeed(database: Database, { person, deed, subject, details = {} }: Noted): Promise<void> {
  const text = `select ${database.code}.note_deed($1, $2, $3, $4::jsonb)`;
  await database.query({ text, values: [person, deed, subject, JSON.stringify(details)] });
}
