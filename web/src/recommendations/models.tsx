import { useState } from "react";
import { fewestJudges } from "../../../shared/fewest-judges.ts";
import type { LearnedModel } from "../../../shared/learning.ts";
import { write } from "../api.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { Confirm } from "../ui/confirm.tsx";
import { formatMoment } from "../ui/moments.ts";
import { useAction } from "../ui/use-action.ts";
import { Figures } from "./figures.tsx";
import { useLearningTexts, useRefusal } from "./texts.ts";

const zone = "Asia/Seoul";

/** Every model that is kept, newest first, each with its figures; one that was in use can be used again. */
export function Models({ models, onChanged }: { models: readonly LearnedModel[]; onChanged: () => void }) {
  const texts = useLearningTexts();
  const [asked, setAsked] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const putting = useAction<{ id: string }>(({ id }) => {
    setSaid(texts.isPutBack(id));
    onChanged();
  });
  const refusal = useRefusal(putting.problem);
  const newest = models.find(({ state }) => state !== "refused");
  function putBack(id: string): void {
    setAsked(null);
    putting.run(() => write("POST", `/api/operations/recommendations/models/${id}/put-back`));
  }
  return (
    <section aria-labelledby="models-title">
      <h2 className="section-title" id="models-title">
        {texts.models}
      </h2>
      <output className="said">{said}</output>
      {refusal !== null && (
        <p className="problem" role="alert">
          {refusal}
        </p>
      )}
      {newest?.state === "kept" && <p className="sub">{texts.rolledBack}</p>}
      {models.length === 0 && <p className="sub">{texts.noModels}</p>}
      <ol className="models">
        {models.map((model) => (
          <Model key={model.id} model={model} onPutBack={() => setAsked(model.id)} />
        ))}
      </ol>
      {asked !== null && (
        <Confirm
          title={texts.putBackTitle(asked)}
          consequence={texts.putBackWhy}
          yes={texts.putBack}
          no={texts.putBackNo}
          isSafe
          onYes={() => putBack(asked)}
          onNo={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function Model({ model, onPutBack }: { model: LearnedModel; onPutBack: () => void }) {
  const texts = useLearningTexts();
  const made = formatMoment(model.madeAt, zone, useLanguage());
  const isLive = model.state === "live";
  const fewest = fewestJudges[model.learnedFrom];
  return (
    <li className="model">
      <div className="beside">
        <h3>
          {texts.model(model.id)} <span className={`state ${model.state}`}>{texts.states[model.state]}</span>
        </h3>
        {model.state === "kept" && (
          <button className="button line" type="button" aria-label={texts.putBackOf(model.id)} onClick={onPutBack}>
            {texts.putBack}
          </button>
        )}
      </div>
      <p className="fine">{texts.about(made, texts.from[model.learnedFrom])}</p>
      {model.imported !== null && <p className="fine">{texts.imported(model.imported.rows, model.imported.source)}</p>}
      {model.people > 0 && <p className="fine">{texts.judged[model.learnedFrom](model.people)}</p>}
      {model.people > 0 && model.people < fewest && <p className="fine">{texts.judgedByFew(fewest)}</p>}
      {model.standings.length > 0 && (
        <details className="figures" open={isLive}>
          <summary>{texts.figures}</summary>
          <Figures model={model} />
        </details>
      )}
    </li>
  );
}
