import { useId, useLayoutEffect, useRef } from "react";

interface Question {
  readonly title: string;
  readonly consequence: string;
  readonly yes: string;
  readonly no: string;
  /** Nothing is lost by a yes. */
  readonly isSafe?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that cannot be undone and names what it does. Escape means no; the focus starts there. */
export function Confirm({ title, consequence, yes, no, isSafe = false, onYes, onNo }: Question) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const consequenceId = useId();
  // Closed while it still stands in the page: only then does the browser give the focus back to what opened it.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog className="confirm" ref={dialog} aria-labelledby={titleId} aria-describedby={consequenceId} onCancel={onNo}>
      <h2 id={titleId}>{title}</h2>
      <p id={consequenceId}>{consequence}</p>
      <div className="pair">
        <button className="button line" type="button" onClick={onNo}>
          {no}
        </button>
        <button className={isSafe ? "button primary" : "button danger"} type="button" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
