import type { Clock } from "../platform/clock.ts";

/** What was loaded stays for so long, one load at a time; a load that fails is not kept. */
export function keptFor<Value>(clock: Pick<Clock, "now">, ageMs: number, load: () => Promise<Value>) {
  let kept: { readonly at: number; readonly value: Promise<Value> } | null = null;
  return (): Promise<Value> => {
    if (kept !== null && clock.now() - kept.at < ageMs) return kept.value;
    const value = load();
    kept = { at: clock.now(), value };
    value.catch(() => {
      kept = null;
    });
    return value;
  };
}
