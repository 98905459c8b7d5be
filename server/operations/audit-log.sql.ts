import type { AuditRow } from "../../shared/audit.ts";
import { pageOf } from "../../shared/lists.ts";
import { compiled, type Database, queryBuilder } from "../platform/database/index.ts";
import type { AuditLog } from "./ports.ts";

interface Tables {
  audit: {
    id: string;
    at: Date;
    person_id: string | null;
    role: string;
    deed: string;
    subject: string;
    details: object;
    network: string | null;
  };
}
type Row = Omit<AuditRow, "at"> & { readonly at: Date };

const build = queryBuilder<Tables>();

/** The audit log in PostgreSQL; what writes it is platform/database/audit.sql. */
export function createSqlAuditLog(database: Database): AuditLog {
  return {
    async list({ personId, subject }, cursor, limit) {
      let query = build
        .selectFrom("audit")
        .select(["id", "at", "person_id as personId", "role", "deed", "subject", "details", "network"])
        .orderBy("id", "desc")
        .limit(limit + 1);
      if (personId !== undefined) query = query.where("person_id", "=", personId);
      if (subject !== undefined) query = query.where("subject", "=", subject);
      if (cursor !== null) query = query.where("id", "<", cursor);
      const rows = await database.read<Row>(compiled(query));
      return pageOf(
        rows.map((row) => ({ ...row, at: row.at.toISOString() })),
        limit,
      );
    },
  };
}
