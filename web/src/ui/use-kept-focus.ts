import { type RefCallback, useCallback, useEffect, useRef } from "react";

/**
 * Keeps the focus when one element takes the place of another: once the phase has changed and the focus is nowhere, it
 * goes to the element that holds this ref now. Whoever has gone elsewhere stays there.
 */
export function useKeptFocus(phase: string): RefCallback<HTMLElement> {
  const standing = useRef<HTMLElement | null>(null);
  const last = useRef(phase);
  useEffect(() => {
    if (last.current === phase) return;
    last.current = phase;
    if (document.activeElement === null || document.activeElement === document.body) standing.current?.focus();
  }, [phase]);
  return useCallback((element) => {
    standing.current = element;
  }, []);
}
