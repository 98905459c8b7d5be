import { useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { useOpeningTexts } from "./texts.ts";
import "../ui/chart.css";

const [width, height] = [600, 160];
/** A chart is at least this wide, so that the first seconds do not fill it. */
const leastSeconds = 20;

/** Who came in each second since the opening, as a line; the table has the same figures for whoever reads. */
export function JoinsChart({ seconds }: { seconds: readonly number[] }) {
  const { figure } = useMessages();
  const texts = useOpeningTexts();
  const shown = Math.max(leastSeconds, seconds.length);
  const top = Math.max(4, ...seconds);
  const points = seconds.map((count, at) => `${at === 0 ? "M" : "L"}${place(at, shown)} ${tall(count, top)}`);
  const line = points.join("");
  const last = seconds.length - 1;
  return (
    <figure className="chart">
      <figcaption>{texts.chart}</figcaption>
      <div className="plot" aria-hidden="true">
        <span>{figure(top)}</span>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path className="grid" d={`M0 0H${width}M0 ${height / 2}H${width}`} />
          {last >= 0 && <path className="area" d={`${line}L${place(last, shown)} ${height}L0 ${height}z`} />}
          <path className="curve" d={line} />
          <path className="base" d={`M0 ${height}H${width}`} />
        </svg>
        <span className="plot-foot">
          <span>{texts.secondOf(0)}</span>
          <span>{texts.secondOf(shown)}</span>
        </span>
      </div>
      <Table seconds={seconds} />
    </figure>
  );
}

const place = (at: number, shown: number) => Math.round((at / (shown - 1)) * width * 10) / 10;
const tall = (count: number, top: number) => Math.round((1 - count / top) * height * 10) / 10;

/** Made when it is opened: ten minutes are 600 rows, and the page changes each second. */
function Table({ seconds }: { seconds: readonly number[] }) {
  const { figure } = useMessages();
  const texts = useOpeningTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="figures" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{texts.chartTable}</summary>
      {isOpen && (
        <table>
          <caption className="hidden">{texts.chart}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.second}</th>
              <th scope="col">{texts.arrivals}</th>
            </tr>
          </thead>
          <tbody>
            {[...seconds.entries()].map(([second, count]) => (
              <tr key={second}>
                <th scope="row">{figure(second)}</th>
                <td>{figure(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
