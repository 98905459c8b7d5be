import { type SubmitEvent, useEffect, useRef } from "react";
import { Camera } from "./camera.tsx";
import { useDoorTexts } from "./texts.ts";
import type { Verdict } from "./verdict.ts";
import { VerdictCard } from "./verdict-card.tsx";

interface Scanning {
  readonly verdict: Verdict | null;
  readonly timeZone: string;
  readonly onScan: (code: string) => void;
  readonly onUndo: (id: string) => void;
}

/** One scan after the other. A scanner on a cable types and presses Enter; so the field keeps the focus. */
export function ScanView({ verdict, timeZone, onScan, onUndo }: Scanning) {
  const texts = useDoorTexts();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // On a phone it would open the keyboard over the page.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = field.current?.value.trim() ?? "";
    if (field.current === null || code === "") return;
    field.current.value = "";
    field.current.focus();
    onScan(code);
  }
  return (
    <>
      <VerdictCard verdict={verdict} timeZone={timeZone} onUndo={onUndo} />
      <form className="door-code" onSubmit={submit}>
        <label htmlFor="door-code">{texts.code}</label>
        <input
          id="door-code"
          ref={field}
          type="text"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={80}
          aria-describedby="door-code-hint"
        />
        <button className="button primary" type="submit">
          {texts.check}
        </button>
        <p className="fine" id="door-code-hint">
          {texts.codeHint}
        </p>
      </form>
      <Camera onCode={onScan} />
    </>
  );
}
