import { parseArgs } from "node:util";
import { type Role, roles } from "../shared/accounts.ts";
import type { PersonId } from "../shared/ids.ts";
import { createSqlAppointments } from "./accounts/appointments.sql.ts";
import type { Appointed } from "./accounts/index.ts";
import { openDatabase } from "./platform/database/index.ts";
import { readUrl } from "./platform/setting-values.ts";
import { blameDatabase } from "./platform/start-trouble.ts";

const usage = `npm run appoint -- --person NUMBER --role ${roles.join("|")} --by NUMBER, with the server's DATABASE_URL.
The numbers are those of people: \`id\` in anybody's own copy. --by is the operator who does it.
It is a claim that nothing proves: whoever has the DATABASE_URL may name any operator, and the audit log says whom.`;

const said: Readonly<Record<Appointed, string>> = {
  appointed: "Done, and written down in the audit log. Their sessions have ended: they sign in again.",
  unchanged: "That is their role already.",
  "no-such-person": "There is no such person.",
  "no-such-operator": "--by names no operator.",
  "operator-needed": "--by is needed: there are operators, and one of them does this.",
};

interface Wish {
  readonly person: PersonId;
  readonly role: Role;
  readonly by: PersonId | null;
}

/** Null for words that say nothing of the kind. */
function readWish(words: readonly string[]): Wish | null {
  const text = { type: "string" } as const;
  try {
    const {
      person = "",
      role,
      by,
    } = parseArgs({ args: [...words], options: { person: text, role: text, by: text } }).values;
    const isNumber = (one: string) => /^[1-9][0-9]{0,17}$/.test(one);
    const known = roles.find((one) => one === role);
    if (known === undefined || !isNumber(person) || (by !== undefined && !isNumber(by))) return null;
    return { person: person as PersonId, role: known, by: (by as PersonId | undefined) ?? null };
  } catch {
    return null;
  }
}

/** Exit 0 when it is so, 1 when it was refused, 2 when nobody could tell what was wanted. */
async function main(): Promise<number> {
  const wish = readWish(process.argv.slice(2));
  const databaseUrl = readUrl(process.env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  if (wish === null || databaseUrl === null) {
    console.error(usage);
    return 2;
  }
  const database = await openDatabase({ databaseUrl, dataFolder: "" }).catch(blameDatabase({ databaseUrl }));
  const came = await createSqlAppointments(database).appoint(wish.person, wish.role, wish.by);
  await database.close();
  console.log(said[came]);
  return came === "appointed" || came === "unchanged" ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
