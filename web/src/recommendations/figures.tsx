import type { LearnedModel, Standing } from "../../../shared/learning.ts";
import { useLearningTexts } from "./texts.ts";
import { WideTable } from "./wide-table.tsx";
import "../ui/chart.css";

const [width, rowHeight] = [600, 28];

/** Called so in every language. */
const figures = ["P@3", "NDCG@10"];

const four = (value: number) => value.toFixed(4);
const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
const withInterval = ({ mean, low, high }: Standing["ndcg10ToPopularity"]) =>
  `${signed(mean)} [${signed(low)}, ${signed(high)}]`;

/** How a model measured beside the controls: the differences as a picture, and everything as a table. */
export function Figures({ model }: { model: LearnedModel }) {
  const texts = useLearningTexts();
  const differences = figures.map((figure) => texts.differenceOf(figure));
  const columns = [texts.method, ...figures, ...differences, texts.coverage];
  const shipped = model.standings.find(({ name }) => name === "shipped");
  return (
    <>
      {shipped !== undefined && (
        <p className="sub">{texts.summary(four(shipped.precision3), withInterval(shipped.precision3ToPopularity))}</p>
      )}
      <Intervals standings={model.standings.filter(({ name }) => name !== "ceiling")} />
      <WideTable caption={texts.figures} columns={columns}>
        {model.standings.map((each) => (
          <tr key={each.name} className={each.name === "shipped" ? "ours" : undefined}>
            <th scope="row">{texts.nameOf(each)}</th>
            <td>{four(each.precision3)}</td>
            <td>{four(each.ndcg10)}</td>
            <td>{withInterval(each.precision3ToPopularity)}</td>
            <td>{withInterval(each.ndcg10ToPopularity)}</td>
            <td>{`${Math.round(each.coverage * 100)} %`}</td>
          </tr>
        ))}
      </WideTable>
    </>
  );
}

/** Each method's interval beside the line at which it is as good as popularity. */
function Intervals({ standings }: { standings: readonly Standing[] }) {
  const texts = useLearningTexts();
  const ends = standings.flatMap(({ ndcg10ToPopularity: { low, high } }) => [low, high]);
  const reach = Math.max(0.01, ...ends.map(Math.abs)) * 1.05;
  const at = (value: number) => ((value + reach) / (2 * reach)) * width;
  const height = standings.length * rowHeight;
  return (
    <figure className="chart intervals">
      <figcaption>{texts.intervals}</figcaption>
      <div className="chart-rows" aria-hidden="true">
        <ul>
          {standings.map((each) => (
            <li key={each.name}>{texts.nameOf(each)}</li>
          ))}
        </ul>
        <div className="plot">
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <path className="base" d={`M${at(0)} 0V${height}`} />
            {standings.map(({ name, ndcg10ToPopularity: { low, mean, high } }, row) => {
              const y = (row + 0.5) * rowHeight;
              const line = `M${at(low)} ${y}H${Math.max(at(high), at(low) + 2)}M${at(mean)} ${y - 6}v12`;
              return <path key={name} className={name === "shipped" ? "curve" : "curve faint"} d={line} />;
            })}
          </svg>
        </div>
      </div>
    </figure>
  );
}
