import type { PersonId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import { essentialKinds, notificationKinds } from "../../shared/notification-codes.ts";
import { consentVersion } from "../../shared/privacy.ts";
import type { Database } from "../platform/database/index.ts";
import type { SettingsBook } from "./ports.ts";

const isEssential = (kind: string) => (essentialKinds as readonly string[]).includes(kind);

/** What people want by mail, in PostgreSQL. Mails about openings are advertising: their switch is the consent. */
export function createSqlSettingsBook(database: Database): SettingsBook {
  const { code } = database;
  const run = <Row extends object>(text: string, values: readonly unknown[]) => database.query<Row>({ text, values });

  async function switchMail(person: PersonId, kind: string, mail: boolean): Promise<void> {
    if (kind === "opening-soon") {
      await run(
        `insert into consent (person_id, kind, version, is_given, at)
        select $1, $2, $3, $4, ${code}.clock()
        where (select (version, is_given) from consent where person_id = $1 and kind = $2 order by id desc limit 1)
          is distinct from ($3::text, $4::boolean)`,
        [person, kind, consentVersion, mail],
      );
      return;
    }
    await run(
      `insert into notification_setting (person_id, kind, wants_mail) values ($1, $2, $3)
      on conflict (person_id, kind) do update set wants_mail = excluded.wants_mail`,
      [person, kind, mail],
    );
  }

  async function read(person: PersonId) {
    const [about] = await run<{ address: string | null; language: Language | null; wanted: boolean[] }>(
      `select email as address, language,
        array(select ${code}.wants_mail($1, kind) from unnest($2::text[]) with ordinality as asked (kind, place)
          order by place) as wanted
      from person where id = $1`,
      [person, notificationKinds],
    );
    const { address = null, language = null, wanted = [] } = about ?? {};
    const items = notificationKinds.map((kind, at) => {
      return { kind, mail: isEssential(kind) || wanted[at] === true, isEssential: isEssential(kind) };
    });
    return { address, language: language ?? "ko", items };
  }

  return {
    read,
    change: (person, { mail = {}, language }) =>
      database.transaction(async () => {
        for (const [kind, wanted] of Object.entries(mail)) await switchMail(person, kind, wanted);
        if (language !== undefined) await run("update person set language = $2 where id = $1", [person, language]);
        return read(person);
      }),
  };
}
