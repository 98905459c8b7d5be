import type { PersonId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import { essentialKinds, notificationKinds } from "../../shared/notification-codes.ts";
import type { Database } from "../platform/database/index.ts";
import type { SettingsBook } from "./ports.ts";

type Way = "mail" | "push";
type Row = { address: string | null; language: Language | null } & Record<Way, boolean[]>;

const isEssential = (kind: string) => (essentialKinds as readonly string[]).includes(kind);

const columns = { mail: "wants_mail", push: "wants_push" } as const satisfies Record<Way, string>;

/** What people want by mail and by push, in PostgreSQL. `pushKey` is what a browser subscribes with. */
export function createSqlSettingsBook(database: Database, pushKey: string | null): SettingsBook {
  const { code } = database;
  const run = (text: string, values: readonly unknown[]) => database.query({ text, values });

  /** Of whoever was erased nothing is kept, though the links in their mails stay good for ever. */
  async function turn(person: PersonId, way: Way, kind: string, wanted: boolean): Promise<void> {
    const column = columns[way];
    await run(
      `insert into notification_setting (person_id, kind, ${column})
      select id, $2, $3 from person where id = $1 and erasing_since is null
      on conflict (person_id, kind) do update set ${column} = excluded.${column}`,
      [person, kind, wanted],
    );
  }

  async function read(person: PersonId) {
    const wantedBy = (way: Way) => `array(select ${code}.wants($1, kind, '${way}')
      from unnest($2::text[]) with ordinality as asked (kind, place) order by place) as ${way}`;
    const [about] = await database.read<Row>({
      text: `select email as address, language, ${wantedBy("mail")}, ${wantedBy("push")} from person where id = $1`,
      values: [person, notificationKinds],
    });
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
    change: (person, { language, mail, push }) =>
      database.transaction(async () => {
        for (const [kind, wanted] of Object.entries(mail ?? {})) await turn(person, "mail", kind, wanted);
        for (const [kind, wanted] of Object.entries(push ?? {})) await turn(person, "push", kind, wanted);
        if (language !== undefined) await run("update person set language = $2 where id = $1", [person, language]);
        return read(person);
      }),
  };
}
