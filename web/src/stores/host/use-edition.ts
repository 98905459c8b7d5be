import { useEffect, useState, useSyncExternalStore } from "react";
import { createEditionDesk, type EditionDesk, type EditionShown } from "./edition-desk.ts";

/** So long after the last letter a draft is saved. */
const calmMs = 700;
/** And so long after a network that was not there. */
const againMs = 5_000;
const passing = new Set(["unreachable", "unavailable", "busy", "too-many-requests"]);

/** A store that is being edited. A draft saves itself; what is public is saved when its host says so. */
export function useEdition(storeId: string | null, onBorn: (id: string) => void): [EditionShown, EditionDesk] {
  const [desk] = useState(() => createEditionDesk(storeId, onBorn));
  const shown = useSyncExternalStore(desk.listen, desk.shown);
  useEffect(() => void desk.load(), [desk]);
  const isLost = shown.edition === null && shown.problem !== null;
  useEffect(() => {
    if (!isLost) return;
    const timer = setInterval(() => void desk.load(), againMs);
    return () => clearInterval(timer);
  }, [isLost, desk]);
  useAutosave(shown, desk);
  return [shown, desk];
}

/** Saves a draft once its host pauses, and again when the network is back. What was refused waits for a change. */
function useAutosave({ edition, hasEdits, isSaving, problem }: EditionShown, desk: EditionDesk): void {
  const isLost = problem !== null && passing.has(problem.problem);
  const isDraft = edition !== null && edition.publishedAt === null;
  const isDue = isDraft && hasEdits && !isSaving && (problem === null || isLost);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of what was written begins the pause anew.
  useEffect(() => {
    if (!isDue) return;
    const again = () => void desk.save();
    const timer = setTimeout(again, isLost ? againMs : calmMs);
    window.addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  }, [isDue, isLost, edition, desk]);
}
