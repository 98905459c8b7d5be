import type { EditedFields } from "../../../../shared/editions.ts";
import { keptTexts } from "../../kept.ts";

/** Stores that are begun; each tab has a text of its own. */
const begun = `${keptTexts}new:`;
/** Under this name a tab knows itself again after a reload. */
const tabName = "popline:tab";

/** So long the page that was in this tab before may take to be gone. */
const patienceMs = 1_000;

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

/** The texts that are this page's. */
const held = new Set<string>();

/** Whether a text is this page's, which holds it until it is gone: two pages never write one text. */
function hold(name: string, wish: LockOptions): Promise<boolean> {
  if (held.has(name)) return Promise.resolve(true);
  return new Promise((answer, fail) => {
    const untilGone = (lock: Lock | null) => {
      if (lock !== null) held.add(name);
      answer(lock !== null);
      return lock && new Promise(() => undefined);
    };
    navigator.locks.request(name, wish, untilGone).catch(fail);
  });
}

/**
 * A store that is begun in a tab without a text of its own goes on with what was written last in a tab that is gone. A
 * tab that was duplicated has the name of the other one: it gets its own.
 */
async function settleTab(): Promise<void> {
  const own = nameOf(null);
  const isOwn = await hold(own, { signal: AbortSignal.timeout(patienceMs) }).catch(() => false);
  const names = Object.keys(localStorage).filter((name) => name.startsWith(begun) && name !== own);
  if (isOwn && localStorage.getItem(own) !== null) return;
  for (const name of names.sort((one, other) => writtenUnder(other).at - writtenUnder(one).at)) {
    if (!(await hold(name, { ifAvailable: true }))) continue;
    sessionStorage.setItem(tabName, name.slice(begun.length));
    return;
  }
  if (isOwn) return;
  sessionStorage.removeItem(tabName);
  await hold(nameOf(null), { ifAvailable: true });
}

/**
 * What was written and nobody has saved yet: it survives a reload and a lost network, and goes with who signs out, or
 * with its store.
 */
export async function keptEdits(storeId: string | null): Promise<KeptEdits> {
  try {
    if (storeId === null) await settleTab();
    const { edits, revision } = writtenUnder(nameOf(storeId));
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
