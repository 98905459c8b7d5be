import { moved } from "../ui/router.tsx";

/** Changes the address without a new place in the history: what is being typed is one search, not many. */
export function replaceAddress(path: string): void {
  history.replaceState(history.state, "", path);
  window.dispatchEvent(new Event(moved));
}
