import type { PersonId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import { essentialKinds, notificationKinds } from "../../shared/notification-codes.ts";
import { consentVersion } from "../../shared/privacy.ts";
import type { Database } from "../platform/database/index.ts";
import type { SettingsBook } from "./ports.ts";

type Way = "mail" | "push";

const isEssential = (kind: string) => (essentialKinds as readonly string[]).includes(kind);

/** The column of a switch, and the consent that messages about openings need: they are advertising. */
const ways: Readonly<Record<Way, { readonly column: string; readonly consent: string }>> = {
  mail: { column: "wants_mail", consent: "opening-soon" },
  push: { column: "wants_push", consent: "opening-soon-push" },
};

/** What people want by mail and by push, in PostgreSQL. `pushKey` is what a browser subscribes with. */
export function createSqlSettingsBook(database: Database, pushKey: string | null): SettingsBook {
  const { code } = database;
  const run = <Row extends object>(text: string, values: readonly unknown[]) => database.query<Row>({ text, values });

  async function turn(person: PersonId, way: Way, kind: string, wanted: boolean): Promise<void> {
    const { column, consent } = ways[way];
    if (kind === "opening-soon") {
      await run(
        `insert into consent (person_id, kind, version, is_given, at)
        select $1, $2, $3, $4, ${code}.clock()
        where (select (version, is_given) from consent where person_id = $1 and kind = $2 order by id desc limit 1)
          is distinct from ($3::text, $4::boolean)`,
        [person, consent, consentVersion, wanted],
      );
      return;
    }
    await run(
      `insert into notification_setting (person_id, kind, ${column}) values ($1, $2, $3)
      on conflict (person_id, kind) do update set ${column} = excluded.${column}`,
      [person, kind, wanted],
    );
  }

  async function read(person: PersonId) {
    const wantedBy = (way: Way) => `array(select ${code}.wants($1, kind, '${way}')
      from unnest($2::text[]) with ordinality as asked (kind, place) order by place) as ${way}`;
    const [about] = await run<{ address: string | null; language: Language | null } & Record<Way, boolean[]>>(
      `select email as address, language, ${wantedBy("mail")}, ${wantedBy("push")} from person where id = $1`,
      [person, notificationKinds],
    );
    const { address = null, language = null, mail = [], push = [] } = about ?? {};
    const items = notificationKinds.map((kind, at) => ({
      ...{ kind, isEssential: isEssential(kind) },
      mail: isEssential(kind) || mail[at] === true,
      push: isEssential(kind) || push[at] === true,
    }));
    return { address, language: language ?? "ko", pushKey, items };
  }

  return {
    read,
    change: (person, { language, ...switches }) =>
      database.transaction(async () => {
        for (const way of ["mail", "push"] as const) {
          for (const [kind, wanted] of Object.entries(switches[way] ?? {})) await turn(person, way, kind, wanted);
        }
        if (language !== undefined) await run("update person set language = $2 where id = $1", [person, language]);
        return read(person);
      }),
  };
}
