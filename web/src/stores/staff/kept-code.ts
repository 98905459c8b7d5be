const shape = /^[\w-]{22}$/;
/** As long as a sign-in may take. */
const keptMs = 600_000;
const nameOf = (storeId: string) => `popline:invitation:${storeId}`;

interface KeptCode {
  readonly code: string;
  readonly at: number;
}

/**
 * The code of an invitation to this store: behind the `#` of the address, which no server and no other site is told, or
 * kept in this tab while its reader was away signing in.
 */
export function codeFor(storeId: string): string | null {
  const asked = location.hash.slice(1);
  return shape.test(asked) ? asked : keptCode(storeId);
}

function keptCode(storeId: string): string | null {
  try {
    const kept: KeptCode | null = JSON.parse(sessionStorage.getItem(nameOf(storeId)) ?? "null");
    return kept !== null && Date.now() - kept.at < keptMs ? kept.code : null;
  } catch {
    return null;
  }
}

/** Keeps the code in this tab alone, until its reader signs out; the address, which others may read, lets go of it. */
export function keepCode(storeId: string, code: string): void {
  try {
    sessionStorage.setItem(nameOf(storeId), JSON.stringify({ code, at: Date.now() } satisfies KeptCode));
  } catch {
    // A browser that keeps nothing: then it stays in the address.
    return;
  }
  clearAddress();
}

/** It was used, or is over: neither the tab nor the address holds it any longer. */
export function forgetCode(storeId: string): void {
  sessionStorage.removeItem(nameOf(storeId));
  clearAddress();
}

function clearAddress(): void {
  if (location.hash !== "") history.replaceState(history.state, "", location.pathname);
}
