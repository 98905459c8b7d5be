import type { EditedFields } from "../../../../shared/editions.ts";
import { keptTexts } from "../../kept.ts";

const nameOf = (storeId: string | null) => keptTexts + (storeId ?? "new");

export interface KeptEdits {
  readonly edits: EditedFields;
  /** What it was written over: another revision is somebody else's, and overwritten only by who knows. */
  readonly revision: number;
}
export const noEdits: KeptEdits = { edits: {}, revision: 0 };

/**
 * What was written and nobody has saved yet: it survives a reload and a lost network, and goes with who signs out, or
 * with its store.
 */
export function keptEdits(storeId: string | null): KeptEdits {
  try {
    return { ...noEdits, ...(JSON.parse(localStorage.getItem(nameOf(storeId)) ?? "{}") as Partial<KeptEdits>) };
  } catch {
    return noEdits;
  }
}

/** A device that keeps nothing loses only that. */
export function keepEdits(storeId: string | null, { edits, revision }: KeptEdits): void {
  try {
    if (Object.keys(edits).length === 0) localStorage.removeItem(nameOf(storeId));
    else localStorage.setItem(nameOf(storeId), JSON.stringify({ edits, revision }));
  } catch {
    // Full, or not allowed.
  }
}
