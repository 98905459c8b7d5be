import { useState } from "react";
import { type Role, roles } from "../../../shared/accounts.ts";
import type { KnownPerson } from "../../../shared/operations.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatDay } from "../ui/moments.ts";
import { Frame } from "./frame.tsx";
import { Listed } from "./listed.tsx";
import { useOperationTexts } from "./texts.ts";
import { usePages } from "./use-reading.ts";

/** Who has an account, by role; their names and nothing else of theirs. */
export function People() {
  const texts = useOperationTexts();
  const { accounts } = useMessages();
  const language = useLanguage();
  const [role, setRole] = useState<Role | null>(null);
  const { items, problem, more } = usePages<KnownPerson>(role === null ? "people" : `people?role=${role}`);
  return (
    <Frame id="people" title={texts.people} why={texts.peopleWhy}>
      <div className="chips">
        {[null, ...roles].map((one) => (
          <button key={one ?? "all"} type="button" aria-pressed={one === role} onClick={() => setRole(one)}>
            {one === null ? texts.everybody : accounts.roles[one]}
          </button>
        ))}
      </div>
      <Listed
        items={items}
        problem={problem}
        more={more}
        empty={{ title: texts.noPeople, why: texts.noPeopleWhy }}
        row={({ id, name, role: has, since }) => (
          <li key={id}>
            <p className="operations-row">
              <b>{name}</b>
              <span className="seat">{accounts.roles[has]}</span>
            </p>
            <p className="fine">{`${texts.numbered(id)} · ${texts.since(formatDay(since, undefined, language))}`}</p>
          </li>
        )}
      />
    </Frame>
  );
}
