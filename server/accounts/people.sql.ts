import { sql } from "kysely";
import type { Person } from "../../shared/accounts.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import { requiredConsents } from "../../shared/privacy.ts";
import { compiled, type Database, queryBuilder } from "../platform/database/index.ts";
import type { People, StoredChange, StoredPerson } from "./ports.ts";

interface Tables {
  person: {
    id: string;
    name: string;
    role: string;
    email: string | null;
    phone_sealed: string | null;
    sex: string | null;
    birth_year: number | null;
    region: string | null;
    introduced_at: Date | null;
  };
}
type Row = Omit<StoredPerson, "isIntroduced"> & { readonly introducedAt: Date | null };

const build = queryBuilder<Tables>();

/** People of the demo may come without a page, and are not asked afterwards. One index of few rows is read for it. */
const mustAgree = sql<boolean>`(issuer <> 'demo' and (select count(*) from (
    select distinct on (kind) version, is_given from consent
    where person_id = person.id and kind = any(${[...requiredConsents]}) order by kind, consent.id desc
  ) as latest where is_given and version = ${consentVersion}) < ${requiredConsents.length})`;
const hasAgreedBefore = sql<boolean>`exists (select from consent
  where person_id = person.id and kind = any(${[...requiredConsents]}) and is_given)`;
const columns = [
  "id",
  "name",
  "role",
  "email",
  "phone_sealed as phoneSealed",
  "sex",
  "birth_year as birthYear",
  "region",
  "introduced_at as introducedAt",
  mustAgree.as("mustAgree"),
  hasAgreedBefore.as("hasAgreedBefore"),
] as const;

/** A row that was inserted has no older version (xmax). */
const ensure = `insert into person as known (issuer, subject, name, role, email, language)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (issuer, subject) do update set email = coalesce(excluded.email, known.email),
    language = coalesce(known.language, excluded.language)
  returning id, name, role, xmax = 0 as "isNew"`;

function personOf(row: Row | undefined): StoredPerson | null {
  if (row === undefined) return null;
  const { introducedAt, ...person } = row;
  return { ...person, isIntroduced: introducedAt !== null };
}

/** Only what is given; a column that is left out stays as it is. */
function columnsOf({ name, phoneSealed, sex, birthYear, region, isIntroduced }: StoredChange) {
  const given = { name, phone_sealed: phoneSealed, sex, birth_year: birthYear, region };
  const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return isIntroduced === undefined ? changed : { ...changed, introduced_at: new Date() };
}

/** People in PostgreSQL. */
export function createSqlPeople(database: Database): People {
  return {
    async ensure({ issuer, subject, name, email }, role, language) {
      const values = [issuer, subject, name, role, email, language];
      const [person] = await database.press<Person & { isNew: boolean }>({ text: ensure, values });
      return person as Person & { isNew: boolean };
    },

    async read(id) {
      const read = build.selectFrom("person").select(columns).where("id", "=", id);
      return personOf((await database.press<Row>(compiled(read)))[0]);
    },

    async change(id, change) {
      const set = build.updateTable("person").set(columnsOf(change)).where("id", "=", id).returning(columns);
      return personOf((await database.press<Row>(compiled(set)))[0]);
    },
  };
}
