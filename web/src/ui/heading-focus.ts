import { useEffect, useRef } from "react";
import { hasMoved } from "./router.tsx";

/**
 * Moves the focus to the page's heading when what the page says changes, so that nobody is left on a button that is
 * gone. `state` is null until there is something to say; the first thing a freshly loaded page says takes no focus.
 */
export function useHeadingFocus(state: string | null): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (state === null || state === last.current) return;
    const isNews = last.current !== null || hasMoved();
    last.current = state;
    if (isNews) document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [state]);
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
