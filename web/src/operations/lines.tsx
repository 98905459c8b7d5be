import type { Page } from "../../../shared/lists.ts";
import type { RunningLine } from "../../../shared/operations.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { Frame } from "./frame.tsx";
import { Listed } from "./listed.tsx";
import { useOperationTexts } from "./texts.ts";
import { useReading } from "./use-reading.ts";

/** Lines that are not over, what is wrong first. */
export function Lines() {
  const texts = useOperationTexts();
  const { body, problem } = useReading<Page<RunningLine>>("lines");
  return (
    <Frame id="lines" title={texts.lines} why={texts.linesWhy}>
      <Listed
        items={body?.items ?? null}
        problem={problem}
        empty={{ title: texts.noLines, why: texts.noLinesWhy }}
        row={(line) => <LineRow key={line.slotId} line={line} />}
      />
    </Frame>
  );
}

function LineRow({ line }: { line: RunningLine }) {
  const texts = useOperationTexts();
  const language = useLanguage();
  return (
    <li>
      <p className="operations-row">
        <Link to={`/host/stores/${line.storeId}/opening`}>{line.storeName}</Link>
        {line.isOversold && <span className="seat low">{texts.oversold}</span>}
        {line.isStill && <span className="seat low">{texts.still}</span>}
        {line.isPaused && <span className="seat">{texts.paused}</span>}
      </p>
      <p className="fine">
        {formatMoment(line.startsAt, line.timeZone, language)} · {texts.slot(line.slotId)}
      </p>
      <p>{`${texts.seats(line.seated, line.capacity)} · ${texts.waiting(line.waiting)}`}</p>
    </li>
  );
}
