import type { Verdict } from "../../../shared/rehearsals.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { useTexts } from "./texts.ts";

const tickets = "/api/operations/rehearsals/latest/tickets.csv";

/** What the checker found, as a card to keep: one sentence, the seats, the times, and what must all be nought. */
export function VerdictCard({ verdict, onAgain }: { verdict: Verdict; onAgain: () => void }) {
  const texts = useTexts();
  const { isClean, findings } = verdict;
  return (
    <article className={isClean ? "verdict clean" : "verdict"}>
      <div className="verdict-body">
        <p className="phase">
          <Icon name={isClean ? "check" : "close"} size={20} />
          {texts.verdict}
        </p>
        <h1 tabIndex={-1}>{isClean ? texts.clean : texts.notClean}</h1>
        <p className="sub small">{isClean ? texts.cleanWhy(verdict.presses) : texts.notCleanWhy}</p>
        <Measures verdict={verdict} />
        <Faults verdict={verdict} />
        {findings.length > 0 && (
          <details className="figures">
            <summary>{texts.findings}</summary>
            <ul lang="en">
              {findings.map((finding) => (
                <li key={finding}>{finding}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <div className="torn verdict-stub">
        <p className="fine">{texts.generator(verdict.generatorPercent)}</p>
        <a className="button line wide" href={tickets} download="tickets.csv">
          {texts.csv}
        </a>
        <button className="button primary wide" type="button" onClick={onAgain}>
          {texts.again}
        </button>
      </div>
    </article>
  );
}

function Measures({ verdict: { booked, seats, p50Ms, p99Ms } }: { verdict: Verdict }) {
  const { figure } = useMessages();
  const texts = useTexts();
  return (
    <dl className="measures">
      <div>
        <dt>{texts.seatsSold}</dt>
        <dd>
          {figure(booked)} <small>{texts.of(seats)}</small>
        </dd>
      </div>
      <div>
        <dt>{texts.half}</dt>
        <dd>{texts.milliseconds(p50Ms)}</dd>
      </div>
      <div>
        <dt>{texts.almostAll}</dt>
        <dd>{texts.milliseconds(p99Ms)}</dd>
      </div>
    </dl>
  );
}

const faults = [
  "oversold",
  "duplicates",
  "orderErrors",
  "idleSeats",
  "unanswered",
  "turnedAway",
  "otherErrors",
] as const;

function Faults({ verdict }: { verdict: Verdict }) {
  const { figure } = useMessages();
  const texts = useTexts();
  return (
    <dl className="faults">
      {faults.map((fault) => (
        <div key={fault} className={verdict[fault] > 0 ? "broken" : undefined}>
          <dt>{texts[fault]}</dt>
          <dd>{figure(verdict[fault])}</dd>
        </div>
      ))}
    </dl>
  );
}
