import type { EditedFields } from "../../../../shared/editions.ts";
import { keptTexts } from "../../kept.ts";

/** Stores that are begun; each tab has a text of its own. */
const begun = `${keptTexts}new:`;
/** Under this name a tab knows itself again after a reload. */
const tabName = "popline:tab";

function ownTab(): string {
  const tab = sessionStorage.getItem(tabName) ?? crypto.randomUUID();
  sessionStorage.setItem(tabName, tab);
  return tab;
}
const nameOf = (storeId: string | null) => (storeId === null ? begun + ownTab() : keptTexts + storeId);

export interface KeptEdits {
  readonly edits: EditedFields;
  /** What it was written over: another revision is somebody else's, and overwritten only by who knows. */
  readonly revision: number;
}
export const noEdits: KeptEdits = { edits: {}, revision: 0 };

interface Written extends KeptEdits {
  readonly at: number;
}

function writtenUnder(name: string): Written {
  return { ...noEdits, at: 0, ...(JSON.parse(localStorage.getItem(name) ?? "{}") as Partial<Written>) };
}

/** A store that is begun in a tab without a text of its own goes on with what was written last in any tab. */
function takeOverLast(own: string): void {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(begun));
  if (names.includes(own)) return;
  const [last] = names.sort((one, other) => writtenUnder(other).at - writtenUnder(one).at);
  if (last === undefined) return;
  localStorage.setItem(own, localStorage.getItem(last) ?? "{}");
  localStorage.removeItem(last);
}

/**
 * What was written and nobody has saved yet: it survives a reload and a lost network, and goes with who signs out, or
 * with its store.
 */
export function keptEdits(storeId: string | null): KeptEdits {
  try {
    const name = nameOf(storeId);
    if (storeId === null) takeOverLast(name);
    const { edits, revision } = writtenUnder(name);
    return { edits, revision };
  } catch {
    return noEdits;
  }
}

/** A device that keeps nothing loses only that. */
export function keepEdits(storeId: string | null, { edits, revision }: KeptEdits): void {
  try {
    if (Object.keys(edits).length === 0) localStorage.removeItem(nameOf(storeId));
    else localStorage.setItem(nameOf(storeId), JSON.stringify({ edits, revision, at: Date.now() } satisfies Written));
  } catch {
    // Full, or not allowed.
  }
}
