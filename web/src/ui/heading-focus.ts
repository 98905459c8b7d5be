import { useEffect, useRef } from "react";
import { hasMoved } from "./router.tsx";

/** The page on which somebody has signed in and is not answered yet. */
let askedAt: string | null = null;

/** Whoever signs in where they stand waits for an answer: what the page says next is none of a freshly loaded one. */
export function awaitAnswer(): void {
  askedAt = location.pathname;
}

/**
 * Moves the focus to the page's heading when what the page says changes, so that nobody is left on a button that is
 * gone, and to the top of the page, where the answer stands: at once, so that it is motion for nobody. `state` is null
 * until there is something to say; the first thing a freshly loaded page says takes no focus, and a page that was come
 * back to stays where it was.
 */
export function useHeadingFocus(state: string | null): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (state === null || state === last.current) return;
    const isInPlace = last.current !== null || askedAt === location.pathname;
    last.current = state;
    askedAt = null;
    if (isInPlace) window.scrollTo({ top: 0, behavior: "instant" });
    if (isInPlace || hasMoved()) document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [state]);
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
