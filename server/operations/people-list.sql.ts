import { pageOf } from "../../shared/lists.ts";
import type { KnownPerson } from "../../shared/operations.ts";
import { compiled, type Database, queryBuilder } from "../platform/database/index.ts";
import type { PeopleList } from "./ports.ts";

/** Whoever was erased is nobody, who owns their stores and is no person to be listed. */
const nobody = "0" as KnownPerson["id"];

interface Tables {
  person: { id: KnownPerson["id"]; name: string; role: KnownPerson["role"]; created_at: Date };
}
type Row = Omit<KnownPerson, "since"> & { readonly since: Date };

const build = queryBuilder<Tables>();

/** People in PostgreSQL, as far as operators have to know them. */
export function createSqlPeopleList(database: Database): PeopleList {
  return {
    async list({ role, personId }, cursor, limit) {
      let query = build
        .selectFrom("person")
        .select(["id", "name", "role", "created_at as since"])
        .where("id", ">", nobody)
        .orderBy("id", "desc")
        .limit(limit + 1);
      if (role !== undefined) query = query.where("role", "=", role);
      if (personId !== undefined) query = query.where("id", "=", personId);
      if (cursor !== null) query = query.where("id", "<", cursor as KnownPerson["id"]);
      const rows = await database.read<Row>(compiled(query));
      return pageOf(
        rows.map((row) => ({ ...row, since: row.since.toISOString() })),
        limit,
      );
    },
  };
}
