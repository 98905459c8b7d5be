import type { Database } from "../../platform/database/index.ts";
import type { LinkList, Unlinking } from "./ports.ts";
import { unlinkTries } from "./rules.ts";

/** Links to cut, in PostgreSQL; `code.begin_erasure` is what adds them. */
export function createSqlLinkList(database: Database): LinkList {
  const { code } = database;
  const { firstPauseSeconds, longestPauseSeconds } = unlinkTries;

  /** The pause before the next try is the lease of this one, so that nothing has to be given back. */
  const claim = `with due as (
      select id, exists (
        select from person where person.issuer = unlinking.issuer and person.subject = unlinking.subject
      ) as "isBack"
      from unlinking where issuer = $1 and due_at <= ${code}.clock() order by due_at limit $2 for update skip locked
    ), kept as (
      delete from unlinking where id in (select id from due where "isBack")
    )
    update unlinking set tries = tries + 1, due_at = ${code}.clock() + make_interval(
      secs => least(${longestPauseSeconds}, ${firstPauseSeconds} * power(2, tries)) * (0.5 + random()))
    where id in (select id from due where not "isBack") returning id::text, subject, tries`;

  return {
    claim: (issuer, most) => database.press<Unlinking>({ text: claim, values: [issuer, most] }),
    async forget(id) {
      await database.press({ text: "delete from unlinking where id = $1", values: [id] });
    },
  };
}
