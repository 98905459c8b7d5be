import { type SubmitEvent, useRef, useState } from "react";
import { fewestJudges } from "../../../shared/fewest-judges.ts";
import type { Fit, LearnedModel, LearningDesk } from "../../../shared/learning.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { write } from "../api.ts";
import { sendFile } from "../file.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { Models } from "./models.tsx";
import { Outcomes } from "./outcomes.tsx";
import { useLearningTexts, useRefusal } from "./texts.ts";
import { useLearning } from "./use-learning.ts";
import "./learning.css";

/** Where operators import purchases, have a model learned, see how it measures, and go back to an earlier one. */
export function LearningPage() {
  const texts = useLearningTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${texts.title} | ${site.name}`);
  if (person !== null) return <Desk key={person.id} />;
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.title}
      </h1>
      {!isUnknown && <SignIn to="account" why={texts.signInWhy} />}
    </div>
  );
}

function Desk() {
  const texts = useLearningTexts();
  const { desk, hurry } = useLearning();
  useHeadingFocus(desk === null ? null : "learning");
  if (desk === "absent") return <Absent />;
  if (desk === null) return <LoadingBars />;
  return (
    <div className="learning">
      <header className="tool-heading">
        <h1 tabIndex={-1}>{texts.title}</h1>
        <p className="sub">{texts.lead}</p>
      </header>
      <Data imported={desk.imported} onChanged={hurry} />
      <Learning desk={desk} onChanged={hurry} />
      <Outcomes outcomes={desk.outcomes} />
      <Models models={desk.models} onChanged={hurry} />
    </div>
  );
}

function Data({ imported, onChanged }: { imported: LearningDesk["imported"]; onChanged: () => void }) {
  const texts = useLearningTexts();
  const file = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const sending = useAction<{ rows: number }>(({ rows }) => {
    setSaid(texts.uploaded(rows));
    onChanged();
  });
  const refusal = useRefusal(sending.problem);
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const chosen = file.current?.files?.[0];
    if (chosen === undefined) return;
    setSaid("");
    // What a device calls such a file is up to it.
    const table = new File([chosen], chosen.name, { type: "text/csv" });
    sending.run(() => sendFile("/api/operations/recommendations/purchases", table));
  }
  return (
    <section aria-labelledby="data-title">
      <h2 className="section-title" id="data-title">
        {texts.data}
      </h2>
      <p className="sub">
        {imported === null
          ? texts.noData
          : `${texts.imported(imported.rows, imported.source)} · ${imported.hash.slice(0, 12)}…`}
      </p>
      {imported !== null && (
        <Link className="button line" to="/insights/purchases">
          {texts.charts}
        </Link>
      )}
      <form className="import" onSubmit={submit}>
        <label>
          <span>{texts.file}</span>
          <input ref={file} type="file" accept=".csv,text/csv" required />
          <span className="fine">{texts.fileWhy}</span>
        </label>
        <button className="button line" type="submit" disabled={sending.isBusy}>
          {sending.isBusy ? texts.uploading : texts.upload}
        </button>
      </form>
      <output className="said">{said}</output>
      {refusal !== null && (
        <p className="problem" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

function Learning({ desk, onChanged }: { desk: LearningDesk; onChanged: () => void }) {
  const texts = useLearningTexts();
  const learning = useAction<{ fit: string }>(onChanged);
  const refusal = useRefusal(learning.problem);
  const isRunning = desk.fit !== null && desk.fit.endedAt === null;
  return (
    <section aria-labelledby="fit-title">
      <h2 className="section-title" id="fit-title">
        {texts.fit}
      </h2>
      <button
        className="button primary"
        type="button"
        disabled={learning.isBusy || isRunning}
        onClick={() => learning.run(() => write("POST", "/api/operations/recommendations/fits"))}
      >
        {texts.learn}
      </button>
      <output className="said">{desk.fit !== null && <Progress fit={desk.fit} models={desk.models} />}</output>
      {refusal !== null && (
        <p className="problem" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

function Progress({ fit, models }: { fit: Fit; models: LearningDesk["models"] }) {
  const texts = useLearningTexts();
  if (fit.endedAt === null) return texts.progress(texts.phases[fit.phase], fit.rows);
  if (fit.model === null) return `${texts.fitFailed} ${fit.trouble ?? ""}`;
  const said = { live: texts.fitLive, kept: texts.fitKept, refused: texts.fitRefused, few: texts.fitJudgedByFew };
  return said[endOf(models.find(({ id }) => id === fit.model))](fit.model);
}

function endOf(model: LearnedModel | undefined): LearnedModel["state"] | "few" {
  if (model?.state !== "refused") return model?.state ?? "kept";
  return model.people < fewestJudges[model.learnedFrom] ? "few" : "refused";
}
