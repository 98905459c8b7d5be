const nameOf = (storeId: string) => `popline:draft:${storeId}`;

/** Keeps what is being written in this tab: it outlives a reload, and a sign-in elsewhere. */
export function keepDraft(storeId: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(nameOf(storeId));
    else sessionStorage.setItem(nameOf(storeId), text);
  } catch {
    // A browser that keeps nothing.
  }
}

export function keptDraft(storeId: string): string {
  try {
    return sessionStorage.getItem(nameOf(storeId)) ?? "";
  } catch {
    return "";
  }
}
