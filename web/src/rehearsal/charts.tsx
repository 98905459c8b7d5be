import type { ReactNode } from "react";
import type { RehearsalState } from "../../../shared/rehearsals.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useTexts } from "./texts.ts";

type Second = RehearsalState["seconds"][number];

const [width, height] = [600, 200];
/** A chart is at least this wide, so that the first seconds do not fill it. */
const leastSeconds = 20;

/** What the crowd did, second by second: answers as bars; seats taken and people waiting as lines. */
export function Charts({ state: { seconds, seats } }: { state: RehearsalState }) {
  const texts = useTexts();
  const last = seconds.at(-1);
  const most = Math.max(1, seats, ...seconds.map(({ waiting }) => waiting));
  return (
    <section className="charts" aria-label={texts.charts}>
      <Chart name={texts.answersChart} most={Math.max(1, ...seconds.map(({ answered }) => answered))} seconds={seconds}>
        {(top) => <Bars seconds={seconds} top={top} />}
      </Chart>
      <Chart name={texts.seatsChart} most={most} seconds={seconds}>
        {(top) => (
          <>
            <Curve className="curve waiting" seconds={seconds} of={({ waiting }) => waiting / top} />
            <Curve className="curve booked" seconds={seconds} of={({ booked }) => booked / top} />
          </>
        )}
      </Chart>
      <p className="chart-legend" aria-hidden="true">
        <span className="legend-booked">{texts.bookedOf(last?.booked ?? 0, seats)}</span>
        <span className="legend-waiting">{texts.waitingNow(last?.waiting ?? 0)}</span>
      </p>
      <Table seconds={seconds} />
    </section>
  );
}

interface ChartContent {
  readonly name: string;
  readonly most: number;
  readonly seconds: readonly Second[];
  readonly children: (top: number) => ReactNode;
}

function Chart({ name, most, seconds, children }: ChartContent) {
  const { figure } = useMessages();
  const texts = useTexts();
  const top = roundUp(most);
  return (
    <figure className="chart">
      <figcaption>{name}</figcaption>
      <div className="plot" aria-hidden="true">
        <span className="plot-top">{figure(top)}</span>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {[0, 0.5].map((part) => (
            <path key={part} className="grid" d={`M0 ${part * height}H${width}`} />
          ))}
          {children(top)}
          <path className="base" d={`M0 ${height}H${width}`} />
        </svg>
        <span className="plot-foot">
          <span>{texts.secondOf(0)}</span>
          <span>{texts.secondOf(Math.max(leastSeconds, seconds.length))}</span>
        </span>
      </div>
    </figure>
  );
}

/** 11,251 → 12,000: the next figure with two digits and zeros. */
function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / step) * step;
}

function Bars({ seconds, top }: { seconds: readonly Second[]; top: number }) {
  const step = width / Math.max(leastSeconds, seconds.length);
  const bars = seconds.map(({ answered }, at) => {
    const tall = (answered / top) * height;
    return tall === 0 ? "" : `M${at * step + step * 0.14} ${height}v${-tall}h${step * 0.72}v${tall}z`;
  });
  return <path className="bars" d={bars.join("")} />;
}

interface CurveContent {
  readonly className: string;
  readonly seconds: readonly Second[];
  readonly of: (second: Second) => number;
}

/** From nothing at the opening to the end of the last second. */
function Curve({ className, seconds, of }: CurveContent) {
  const step = width / Math.max(leastSeconds, seconds.length);
  const points = seconds.map((second, at) => `L${(at + 1) * step} ${height - of(second) * height}`);
  return <path className={className} d={`M0 ${height}${points.join("")}`} />;
}

/** The same figures for whoever reads rather than looks. */
function Table({ seconds }: { seconds: readonly Second[] }) {
  const { figure } = useMessages();
  const texts = useTexts();
  return (
    <details className="figures">
      <summary>{texts.table}</summary>
      <table>
        <caption className="hidden">{texts.charts}</caption>
        <thead>
          <tr>
            {[texts.second, texts.answers, texts.booked, texts.waiting].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {seconds.map(({ second, answered, booked, waiting }) => (
            <tr key={second}>
              <th scope="row">{figure(second)}</th>
              <td>{figure(answered)}</td>
              <td>{figure(booked)}</td>
              <td>{figure(waiting)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
