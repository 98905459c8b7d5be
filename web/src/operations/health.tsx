import type { HealthReport } from "../../../shared/operations.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { Note } from "../ui/note.tsx";
import { useOperationTexts } from "./texts.ts";
import { useReading } from "./use-reading.ts";

/** What is wrong, named; and how each part is. */
export function Health() {
  const texts = useOperationTexts();
  const { body, problem } = useReading<HealthReport>("health");
  if (problem?.problem === "unavailable") {
    return (
      <div role="alert">
        <Note icon="network" title={texts.noDatabase} tone="warn">
          {texts.noDatabaseWhy}
        </Note>
      </div>
    );
  }
  return (
    <>
      {problem !== null && <NoAnswer isLost />}
      {body === null ? problem === null && <LoadingBars /> : <Parts report={body} />}
    </>
  );
}

function Parts({ report: { parts, waiting } }: { report: HealthReport }) {
  const texts = useOperationTexts();
  const wrong = parts.filter(({ state }) => state === "trouble");
  return (
    <>
      <div role="status">
        {wrong.length === 0 ? (
          <Note icon="check" title={texts.allWell} tone="calm">
            {texts.allWellWhy(waiting ?? 0)}
          </Note>
        ) : (
          <Note icon="shield" title={texts.wrong(wrong.length)} tone="warn" />
        )}
      </div>
      <ul className="operations-list">
        {parts.map(({ part, state, figure }) => (
          <li key={part} className={state === "trouble" ? "health-part in-trouble" : "health-part"}>
            <b>{texts.parts[part]}</b>
            <span className={state === "trouble" ? "seat low" : "seat"}>{texts.states[state]}</span>
            {state === "trouble" && <p className="sub">{texts.troubles[part](figure ?? 0)}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}
