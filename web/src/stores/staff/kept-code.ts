const staffPage = /^\/stores\/([^/]+)\/staff$/;
const shape = /^[\w-]{22}$/;
/** As long as a sign-in may take. */
const keptMs = 600_000;
const nameOf = (storeId: string) => `popline:invitation:${storeId}`;

interface KeptCode {
  readonly code: string;
  readonly at: number;
}

/**
 * Keeps the code of an invitation that the address brought, in this tab alone, until its reader signs out; the address,
 * which others may read, lets go of it. At once, before there is a page: many ways lead to signing in and back. Its ten
 * minutes begin here, and with nothing that is done later.
 */
export function keepInvitation(): void {
  const [, storeId] = staffPage.exec(location.pathname) ?? [];
  const code = askedCode();
  if (storeId === undefined || code === null) return;
  try {
    sessionStorage.setItem(nameOf(storeId), JSON.stringify({ code, at: Date.now() } satisfies KeptCode));
  } catch {
    // A browser that keeps nothing: then it stays in the address.
    return;
  }
  clearAddress();
}

/**
 * The code of an invitation to this store: kept in this tab while its reader was away signing in, or behind the `#` of
 * the address, which no server and no other site is told.
 */
export function codeFor(storeId: string): string | null {
  try {
    const kept: KeptCode | null = JSON.parse(sessionStorage.getItem(nameOf(storeId)) ?? "null");
    if (kept === null) return askedCode();
    if (Date.now() - kept.at < keptMs) return kept.code;
    sessionStorage.removeItem(nameOf(storeId));
    return null;
  } catch {
    return askedCode();
  }
}

function askedCode(): string | null {
  const asked = location.hash.slice(1);
  return shape.test(asked) ? asked : null;
}

/** It was used, or is over: neither the tab nor the address holds it any longer. */
export function forgetCode(storeId: string): void {
  try {
    sessionStorage.removeItem(nameOf(storeId));
  } catch {
    // A browser that keeps nothing.
  }
  clearAddress();
}

function clearAddress(): void {
  if (location.hash !== "") history.replaceState(history.state, "", location.pathname);
}
