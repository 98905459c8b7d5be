import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from "react";
import { useRendered } from "./page-data.tsx";

/** Told to the window when the address was changed here. */
export const moved = "popline:moved";
let moves = 0;

/** Whether this page was reached from another one here; then its heading takes the focus. */
export function hasMoved(): boolean {
  return moves > 0;
}

export function navigate(path: string): void {
  moves += 1;
  history.pushState(null, "", path);
  window.dispatchEvent(new Event(moved));
  window.scrollTo(0, 0);
}

function onMove(listener: () => void): () => void {
  const goBack = () => {
    moves += 1;
    listener();
  };
  window.addEventListener(moved, listener);
  window.addEventListener("popstate", goBack);
  return () => {
    window.removeEventListener(moved, listener);
    window.removeEventListener("popstate", goBack);
  };
}

export function usePath(): string {
  const rendered = useRendered();
  return useSyncExternalStore(
    onMove,
    () => location.pathname,
    () => rendered?.path ?? location.pathname,
  );
}

/** What stands after the `?` of the address; nothing while a page is taken over from the server. */
export function useQuery(): URLSearchParams {
  return new URLSearchParams(
    useSyncExternalStore(
      onMove,
      () => location.search,
      () => "",
    ),
  );
}

type LinkAttributes = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string };

/** A link of the house: a real address, followed without loading the page again. */
export function Link({ to, children, ...attributes }: LinkAttributes) {
  function follow(event: MouseEvent): void {
    const wantsOtherTab = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (wantsOtherTab) return;
    event.preventDefault();
    navigate(to);
  }
  return (
    <a href={to} onClick={follow} {...attributes}>
      {children}
    </a>
  );
}
