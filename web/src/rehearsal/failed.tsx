import { Note } from "../ui/note.tsx";
import { useTexts } from "./texts.ts";

/** It could not be carried out: why, as the program said it, and the way to try again. */
export function Failed({ trouble, onAgain }: { trouble: string | null; onAgain: () => void }) {
  const texts = useTexts();
  return (
    <section className="plan">
      <h1 className="rehearsal-title" tabIndex={-1}>
        {texts.failed}
      </h1>
      <p className="sub">{texts.failedWhy}</p>
      {trouble !== null && (
        <Note icon="network" title={texts.reason} tone="warn">
          <span lang="en">{trouble}</span>
        </Note>
      )}
      <button className="button primary wide call" type="button" onClick={onAgain}>
        {texts.again}
      </button>
    </section>
  );
}
