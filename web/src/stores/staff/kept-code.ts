const shape = /^[\w-]{22}$/;
const nameOf = (storeId: string) => `popline:invitation:${storeId}`;

/**
 * The code of an invitation to this store: behind the `#` of the address, which no server and no other site is told, or
 * kept in this tab while its reader was away signing in.
 */
export function codeFor(storeId: string): string | null {
  const asked = location.hash.slice(1);
  if (shape.test(asked)) return asked;
  return sessionStorage.getItem(nameOf(storeId));
}

export function keepCode(storeId: string, code: string): void {
  sessionStorage.setItem(nameOf(storeId), code);
}

/** It was used, or is over: neither the tab nor the address holds it any longer. */
export function forgetCode(storeId: string): void {
  sessionStorage.removeItem(nameOf(storeId));
  history.replaceState(history.state, "", location.pathname);
}
