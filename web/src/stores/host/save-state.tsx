import type { Problem } from "../../api.ts";
import { useLanguage } from "../../messages/use-messages.ts";
import { formatTime } from "../../ui/moments.ts";
import type { EditionDesk, EditionShown } from "./edition-desk.ts";
import { refusalOf, useHostRefusals, useHostTexts } from "./texts.ts";

interface SaveContent {
  readonly shown: EditionShown;
  readonly desk: EditionDesk;
}

/** Whether what was written is safe, and what to do where it is not. */
export function SaveState({ shown, desk }: SaveContent) {
  const texts = useHostTexts();
  const { edition, problem, hasEdits, isSaving } = shown;
  const isPublic = edition !== null && edition.publishedAt !== null;
  return (
    <div className="host-saving">
      <p className="sub small" role="status">
        {useSaveWords(shown, isPublic)}
      </p>
      {problem !== null && <Refusal problem={problem} desk={desk} />}
      {isPublic && (
        <>
          <button
            className="button primary"
            type="button"
            disabled={!hasEdits || isSaving}
            onClick={() => void desk.save()}
          >
            {texts.save}
          </button>
          <p className="fine">{texts.saveWhy}</p>
        </>
      )}
    </div>
  );
}

function useSaveWords({ problem, hasEdits, isSaving, savedAt }: EditionShown, isPublic: boolean): string {
  const texts = useHostTexts();
  const language = useLanguage();
  if (isSaving || (hasEdits && !isPublic && problem === null)) return texts.saving;
  if (problem?.problem === "unreachable") return texts.offline;
  if (hasEdits && (isPublic || problem !== null)) return texts.notSaved;
  if (savedAt !== null) return texts.savedAt(formatTime(new Date(savedAt).toISOString(), undefined, language));
  return isPublic ? texts.publicSaves : texts.draftSaves;
}

/** Why it was not saved. A conflict is decided by whoever wrote; what concerns people is done knowingly or not. */
function Refusal({ problem, desk }: { problem: Problem; desk: EditionDesk }) {
  const texts = useHostTexts();
  const refusals = useHostRefusals();
  const refusal = refusalOf(problem);
  const { people = 0, slots = 0 } = problem;
  if (refusal === "unreachable") return null;
  if (refusal === "stale-revision") {
    return (
      <div className="host-refusal" role="alert">
        <b>{texts.conflict}</b>
        <p>{texts.conflictWhy}</p>
        <div className="pair">
          <button className="button line" type="button" onClick={() => void desk.reload()}>
            {texts.takeTheirs}
          </button>
          <button className="button primary" type="button" onClick={() => void desk.keepMine()}>
            {texts.keepMine}
          </button>
        </div>
      </div>
    );
  }
  const concerned: Partial<Record<typeof refusal, string>> = {
    "people-concerned": texts.concerned["people-concerned"](people),
    "slots-outside": texts.concerned["slots-outside"](slots, people),
    "zone-has-slots": texts.concerned["zone-has-slots"](slots),
  };
  const mayKnowingly = refusal === "people-concerned" || (refusal === "slots-outside" && people === 0);
  return (
    <div className="host-refusal" role="alert">
      <b>{refusals[refusal]}</b>
      {concerned[refusal] !== undefined && <p>{concerned[refusal]}</p>}
      {mayKnowingly && (
        <div className="pair">
          <button className="button line" type="button" onClick={() => void desk.reload()}>
            {texts.leaveIt}
          </button>
          <button className="button danger" type="button" onClick={() => void desk.save(true)}>
            {texts.knowingly}
          </button>
        </div>
      )}
    </div>
  );
}
