import type { DeadLetter, OutboxPage } from "../../../shared/operations.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { formatSecond } from "../ui/moments.ts";
import { Frame } from "./frame.tsx";
import { Listed } from "./listed.tsx";
import { useOperationTexts } from "./texts.ts";
import { usePages } from "./use-reading.ts";

/** What waits to be sent, and what nobody will send any more. */
export function Outbox() {
  const texts = useOperationTexts();
  const language = useLanguage();
  const { first, items, problem, more } = usePages<DeadLetter, OutboxPage>("outbox");
  return (
    <Frame id="outbox" title={texts.outbox}>
      {first !== null && (
        <p className="sub">
          {texts.outboxNow(first.waiting, first.dead)}
          {first.oldestSeconds !== null && ` ${texts.oldest(first.oldestSeconds)}`}
          {!first.isSender && ` ${texts.notSender}`}
        </p>
      )}
      <Listed
        items={items}
        problem={problem}
        more={more}
        empty={{ title: texts.noLetters, why: texts.noLettersWhy }}
        row={({ id, kind, createdAt, tries, trouble }) => (
          <li key={id}>
            <p className="operations-row">
              <b>{texts.kinds[kind]}</b>
              {trouble !== null && <span className="seat">{trouble}</span>}
            </p>
            <p className="fine">{`${formatSecond(createdAt, undefined, language)} · ${texts.tries(tries)}`}</p>
          </li>
        )}
      />
    </Frame>
  );
}
