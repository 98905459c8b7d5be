import type { EntryState } from "../../../shared/line.ts";
import { openingTexts } from "../../../shared/messages/openings.ts";
import type { Opening } from "../../../shared/openings.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { CsvFile } from "../ui/csv-file.tsx";
import { formatMoment } from "../ui/moments.ts";
import { JoinsChart } from "./joins-chart.tsx";
import { useOpeningTexts } from "./texts.ts";
import type { Reports } from "./use-opening.ts";
import "./report.css";

/** What is left of an opening: its figures, how each ended, why some were refused; and the same as a file. */
export function Report({ openings, opening, choose }: Reports) {
  const texts = useOpeningTexts();
  const language = useLanguage();
  return (
    <section className="report" aria-labelledby="report-title">
      <h2 className="section-title" id="report-title">
        {texts.report}
      </h2>
      {opening === null && <p className="sub">{texts.noReport}</p>}
      {opening !== null && (
        <>
          <p className="sub small">{opening.closedAt === null ? texts.reportRuns : texts.reportWhy}</p>
          {openings.length > 1 && (
            <label className="other-opening">
              <span className="fine">{texts.other}</span>
              <select value={opening.id} onChange={({ currentTarget }) => choose(currentTarget.value)}>
                {openings.map(({ id, opensAt }) => (
                  <option key={id} value={id}>
                    {formatMoment(opensAt, opening.timeZone, language)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Figures opening={opening} />
          {opening.closedAt !== null && <JoinsChart seconds={opening.report.seconds} />}
          <Counts opening={opening} />
          <ReportFile opening={opening} />
        </>
      )}
    </section>
  );
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly more?: string;
  readonly isWrong?: boolean;
}

function Figures({ opening }: { opening: Opening }) {
  const { figure } = useMessages();
  const texts = useOpeningTexts();
  const { all } = opening.report;
  const times = texts.allMs([all.p50Ms, all.p95Ms, all.p99Ms]);
  const shown: Figure[] = [
    { name: texts.arrivals, value: figure(all.arrivals) },
    { name: texts.held, value: texts.seats(all.held, all.capacity) },
    { name: `${texts.times} p50 · p95 · p99`, value: times },
    { name: texts.repeats, value: figure(all.repeats) },
    { name: texts.orderErrors, value: figure(all.orderErrors), isWrong: all.orderErrors > 0 },
    { name: texts.idleSeats, value: figure(all.idleSeats), isWrong: all.idleSeats > 0 },
    { name: texts.untold, value: figure(all.untold), isWrong: all.untold > 0 },
    {
      name: texts.overtaken,
      value: figure(all.overtaken),
      ...(all.overtaken > 0 ? { more: texts.overtakenBy(all.overtakenMs) } : {}),
    },
  ];
  return (
    <dl className="report-figures">
      {shown.map(({ name, value, more, isWrong = false }) => (
        <div key={name} className={isWrong ? "wrong" : undefined}>
          <dt>{name}</dt>
          <dd>
            {value}
            {more !== undefined && <span className="fine">{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Counts({ opening }: { opening: Opening }) {
  const texts = useOpeningTexts();
  const words = openingTexts[useLanguage()];
  const { outcomes, refusals } = opening.report.all;
  const ended = Object.entries(outcomes).map(([state, count]) => [words.outcomes[state as EntryState], count] as const);
  const refused = Object.entries(refusals).map(([why, count]) => [words.refusals[why] ?? why, count] as const);
  return (
    <div className="report-counts">
      <Count title={texts.outcomes} counts={ended} />
      <Count title={texts.refused} counts={refused} nothing={texts.nothingRefused} />
    </div>
  );
}

interface CountList {
  readonly title: string;
  readonly counts: readonly (readonly [string, number])[];
  readonly nothing?: string;
}

function Count({ title, counts, nothing = "–" }: CountList) {
  const { figure } = useMessages();
  return (
    <section>
      <h3>{title}</h3>
      {counts.length === 0 && <p className="sub small">{nothing}</p>}
      <dl>
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ReportFile({ opening: { id, storeId } }: { opening: Opening }) {
  const texts = useOpeningTexts();
  const find = () => ({ path: `/api/stores/${storeId}/openings/${id}`, name: `popline-opening-${id}.csv` });
  return <CsvFile find={find} label={texts.file} failed={texts.fileFailed} />;
}
