import { useLanguage, useMessages } from "../../messages/use-messages.ts";
import { formatMoment, formatTime } from "../../ui/moments.ts";
import { type DoorRefusal, useDoorTexts, useRefusals } from "./texts.ts";
import type { Verdict } from "./verdict.ts";

interface VerdictShown {
  readonly verdict: Verdict | null;
  readonly timeZone: string;
  readonly onUndo: (id: string) => void;
}

/** What the door says: a word that is read from two steps away, its colour, and why. */
export function VerdictCard({ verdict, timeZone, onUndo }: VerdictShown) {
  const texts = useDoorTexts();
  const why = useWhy(timeZone);
  return (
    <div className={`verdict ${verdict?.kind ?? "ready"}`}>
      <div role="status" aria-live="assertive">
        <p className="verdict-word">{verdict === null ? texts.ready : texts.words[verdict.kind]}</p>
        {verdict !== null && why(verdict).map((line) => <p key={line}>{line}</p>)}
      </div>
      {verdict?.kind === "in" && (
        <button className="button line" type="button" onClick={() => onUndo(verdict.party.id)}>
          {texts.undo}
        </button>
      )}
    </div>
  );
}

/** The lines below the word. */
function useWhy(timeZone: string): (verdict: Verdict) => string[] {
  const texts = useDoorTexts();
  const { people } = useMessages();
  const refusals = useRefusals();
  const language = useLanguage();
  const time = (moment: string) => formatTime(moment, timeZone, language);

  function refused(problem: DoorRefusal, startsAt: string | null): string[] {
    return [refusals[problem], ...(startsAt === null ? [] : [texts.isFor(formatMoment(startsAt, timeZone, language))])];
  }
  return (verdict) => {
    if (verdict.kind === "in") {
      const { name, partySize, startsAt, isWalkIn } = verdict.party;
      const who = name ?? (isWalkIn ? texts.walkInName : texts.nameless);
      const line = `${who} · ${people(partySize)} · ${time(startsAt)}`;
      return verdict.isOffline ? [line, texts.offlineIn] : [line];
    }
    if (verdict.kind === "again") {
      const { at, by } = verdict;
      if (at === null) return [texts.againUnknown];
      return [by === null ? texts.againAt(time(at)) : texts.againBy(time(at), by)];
    }
    if (verdict.kind === "refused") return refused(verdict.problem, verdict.startsAt);
    if (verdict.kind === "unlisted") return [verdict.isAmbiguous ? texts.ambiguous : texts.unlistedWhy];
    return [texts.fullWhy];
  };
}
