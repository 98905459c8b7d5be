import { useCallback, useEffect, useRef } from "react";
import type { Edition } from "../../../../shared/editions.ts";
import { Absent } from "../../ui/absent.tsx";
import { useHeadingFocus } from "../../ui/heading-focus.ts";
import { LoadingBars } from "../../ui/loading.tsx";
import { navigate, useQuery } from "../../ui/router.tsx";
import type { EditionDesk, EditionShown } from "./edition-desk.ts";
import { type Editor, fieldId } from "./fields.tsx";
import { HostHeading } from "./host-heading.tsx";
import { Preview } from "./preview.tsx";
import { PublishStep } from "./publish-step.tsx";
import { RulesStep } from "./rules-step.tsx";
import { SaveState } from "./save-state.tsx";
import { type Step, steps, WhatStep, WhereStep } from "./steps.tsx";
import { useHostRefusals, useHostTexts } from "./texts.ts";
import { useEdition } from "./use-edition.ts";

interface EditorContent {
  /** Null for a store that is begun here. */
  readonly storeId: string | null;
  readonly onBorn: (id: string) => void;
}

/** D21: a store in four steps, with what visitors will see beside them. */
export function EditorPage({ storeId, onBorn }: EditorContent) {
  const born = useCallback(
    (id: string) => {
      onBorn(id);
      // The address alone: whoever is writing goes on.
      history.replaceState(history.state, "", `/host/stores/${id}/edit${location.search}`);
    },
    [onBorn],
  );
  const [shown, desk] = useEdition(storeId, born);
  useHeadingFocus(shown.edition === null ? null : "editor");
  if (shown.isAbsent) return <Absent />;
  if (shown.edition === null) return <NotYet isLost={shown.problem !== null} />;
  return <StoreEditor shown={shown} edition={shown.edition} desk={desk} />;
}

/** While nobody has answered; it is asked again by itself. */
function NotYet({ isLost }: { isLost: boolean }) {
  const refusals = useHostRefusals();
  return isLost ? (
    <p className="problem" role="alert">
      {refusals.unreachable}
    </p>
  ) : (
    <LoadingBars />
  );
}

function useStep(): readonly [Step, (step: Step, field?: string) => void] {
  const asked = useQuery().get("step");
  const step = steps.find((each) => each === asked) ?? "what";
  const target = useRef<string | null>(null);
  useEffect(() => {
    if (target.current === null) return;
    document.getElementById(target.current)?.focus();
    target.current = null;
  });
  const go = (to: Step, field?: string) => {
    target.current = field === undefined ? "step-title" : fieldId(field);
    navigate(`${location.pathname}?step=${to}`);
  };
  return [step, go];
}

interface Edited {
  readonly shown: EditionShown;
  readonly edition: Edition;
  readonly desk: EditionDesk;
}

function StoreEditor({ shown, edition, desk }: Edited) {
  const texts = useHostTexts();
  const [step, go] = useStep();
  const at = steps.indexOf(step);
  const editor: Editor = { edition, wrong: shown.problem?.fields ?? [], change: desk.change };
  const before = steps[at - 1];
  const after = steps[at + 1];
  return (
    <div className="host">
      <HostHeading edition={edition} here="edit" />
      <nav className="host-steps" aria-label={texts.stepsOf}>
        {steps.map((each, position) => (
          <button key={each} type="button" aria-current={each === step ? "step" : undefined} onClick={() => go(each)}>
            <b>{position + 1}</b>
            <span>{texts.steps[each]}</span>
          </button>
        ))}
      </nav>
      <div className="host-columns">
        <section className="host-form" aria-labelledby="step-title">
          <p className="fine">{texts.stepOf(at + 1, steps.length)}</p>
          <h2 className="section-title" id="step-title" tabIndex={-1}>
            {texts.steps[step]}
          </h2>
          {step === "what" && <WhatStep editor={editor} />}
          {step === "where" && <WhereStep editor={editor} />}
          {step === "rules" && <RulesStep editor={editor} act={desk.act} />}
          {step === "publish" && <PublishStep editor={editor} hasEdits={shown.hasEdits} onGo={go} {...desk} />}
          <SaveState shown={shown} desk={desk} />
          <div className="host-turns">
            {before !== undefined && (
              <button className="button ghost" type="button" onClick={() => go(before)}>
                {texts.back}
              </button>
            )}
            {after !== undefined && (
              <button className="button line" type="button" onClick={() => go(after)}>
                {texts.next}
              </button>
            )}
          </div>
        </section>
        <Preview edition={edition} />
      </div>
    </div>
  );
}
