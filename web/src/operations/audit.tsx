import type { AuditRow } from "../../../shared/audit.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { formatSecond } from "../ui/moments.ts";
import { Frame } from "./frame.tsx";
import { Listed } from "./listed.tsx";
import { useOperationTexts } from "./texts.ts";
import { usePages } from "./use-reading.ts";

/** What hosts, staff and operators did, newest first. */
export function Audit() {
  const texts = useOperationTexts();
  const language = useLanguage();
  const { items, problem, more } = usePages<AuditRow>("audit");
  return (
    <Frame id="audit" title={texts.audit} why={texts.auditWhy}>
      <Listed
        items={items}
        problem={problem}
        more={more}
        empty={{ title: texts.noDeeds, why: texts.noDeedsWhy }}
        row={({ id, at, personId, role, deed, subject, network }) => {
          const who = personId === null ? texts.erased : texts.numbered(personId);
          return (
            <li key={id}>
              <p className="operations-row">
                <b>{texts.deeds[deed]}</b>
                <code>{subject}</code>
              </p>
              <p className="fine">
                {[formatSecond(at, undefined, language), `${texts.doers[role]} ${who}`, network]
                  .filter((one) => one !== null)
                  .join(" · ")}
              </p>
            </li>
          );
        }}
      />
    </Frame>
  );
}
