import type { ShownOutcome } from "../../../shared/learning.ts";
import { reasons } from "../../../shared/recommendations.ts";
import { useMessages } from "../messages/use-messages.ts";
import { nearMinutes } from "../slots/near-opening.ts";
import { useLearningTexts } from "./texts.ts";
import { WideTable } from "./wide-table.tsx";

/** What came of what people were shown. */
export function Outcomes({ outcomes }: { outcomes: readonly ShownOutcome[] }) {
  const texts = useLearningTexts();
  const { figure } = useMessages();
  const rate = (count: number, all: number) => texts.rate(figure(count), `${((100 * count) / all).toFixed(1)} %`);
  return (
    <section aria-labelledby="outcomes-title">
      <h2 className="section-title" id="outcomes-title">
        {texts.outcomes}
      </h2>
      {outcomes.length === 0 ? (
        <p className="sub">{texts.noOutcomes}</p>
      ) : (
        <>
          <p className="sub">{texts.outcomesOf(nearMinutes)}</p>
          <WideTable caption={texts.outcomes} columns={texts.outcomeColumns}>
            {outcomes.map((each) => (
              <tr key={`${each.place} ${each.model}`}>
                <th scope="row">{texts.places[each.place]}</th>
                <td>{each.model ?? texts.noModel}</td>
                <td>{figure(each.people)}</td>
                <td>{figure(each.shown)}</td>
                <td>{rate(each.opened, each.shown)}</td>
                <td>{rate(each.joined, each.shown)}</td>
                <td>{figure(each.stores)}</td>
              </tr>
            ))}
          </WideTable>
        </>
      )}
      <ReasonShares outcomes={outcomes.filter(({ place }) => place === "home")} rate={rate} />
    </section>
  );
}

interface Shares {
  readonly outcomes: readonly ShownOutcome[];
  readonly rate: (count: number, all: number) => string;
}

/** How much is known of whoever was shown something: their own taste, that of people like them, or what all like. */
function ReasonShares({ outcomes, rate }: Shares) {
  const texts = useLearningTexts();
  if (outcomes.length === 0) return null;
  const [, model = ""] = texts.outcomeColumns;
  return (
    <>
      <h3>{texts.reasonShares}</h3>
      <WideTable caption={texts.reasonShares} columns={[model, ...reasons.map((reason) => texts.reasons[reason])]}>
        {outcomes.map((each) => (
          <tr key={each.model}>
            <th scope="row">{each.model ?? texts.noModel}</th>
            {reasons.map((reason) => (
              <td key={reason}>{rate(each.reasons[reason] ?? 0, each.shown)}</td>
            ))}
          </tr>
        ))}
      </WideTable>
    </>
  );
}
