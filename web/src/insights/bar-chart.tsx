import type { Chart } from "../../../shared/insights.ts";
import { useMessages } from "../messages/use-messages.ts";
import { nearMinutes } from "../slots/near-opening.ts";
import { countOf, sentenceOf } from "./sentence.ts";
import { useInsightTexts } from "./texts.ts";
import "../ui/chart.css";

const [width, rowHeight] = [600, 28];

interface ChartContent {
  readonly chart: Chart;
  /** What its bars are a part of. */
  readonly all: number;
}

/** One chart: what it says in a sentence, its bars, and the same figures as a table. */
export function BarChart({ chart, all }: ChartContent) {
  const texts = useInsightTexts();
  const { figure } = useMessages();
  const { name, bars } = chart;
  const most = Math.max(1, ...bars.map(countOf));
  const height = bars.length * rowHeight;
  return (
    <figure className="chart bar-chart">
      <figcaption>{texts.charts[name]}</figcaption>
      <Sentence chart={chart} all={all} />
      <div className="chart-rows" aria-hidden="true">
        <ul>
          {bars.map(({ key }) => (
            <li key={key}>{texts.labelOf(name, key)}</li>
          ))}
        </ul>
        <div className="plot">
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            {bars.map((bar, row) => {
              const long = (countOf(bar) / most) * width;
              return <path key={bar.key} className="bar" d={`M0 ${row * rowHeight + 6}h${long}v16H0z`} />;
            })}
          </svg>
        </div>
        <ul className="counts">
          {bars.map(({ key, count }) => (
            <li key={key}>{count === null ? texts.hidden : figure(count)}</li>
          ))}
        </ul>
      </div>
      <Table chart={chart} />
    </figure>
  );
}

function Sentence({ chart, all }: ChartContent) {
  const texts = useInsightTexts();
  const { figure } = useMessages();
  return (
    <>
      <p className="fine">{sentenceOf(chart, all, texts, figure)}</p>
      {chart.name === "funnel" && <p className="fine">{texts.stepsOf(nearMinutes)}</p>}
    </>
  );
}

function Table({ chart: { name, bars } }: { chart: Chart }) {
  const texts = useInsightTexts();
  const { figure } = useMessages();
  return (
    <details className="figures">
      <summary>{texts.table}</summary>
      <table>
        <caption className="hidden">{texts.charts[name]}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.bar}</th>
            <th scope="col">{texts.count}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ key, count }) => (
            <tr key={key}>
              <th scope="row">{texts.labelOf(name, key)}</th>
              <td>{count === null ? texts.hidden : figure(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
