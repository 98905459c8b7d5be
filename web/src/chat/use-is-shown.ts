import { useSyncExternalStore } from "react";

function onVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Whether the window is one that is looked at. */
export const useIsShown = () =>
  useSyncExternalStore(
    onVisibility,
    () => !document.hidden,
    () => true,
  );
