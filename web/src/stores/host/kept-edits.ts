import type { EditedFields } from "../../../../shared/editions.ts";
import { keptTexts } from "../../kept.ts";

const nameOf = (storeId: string | null) => keptTexts + (storeId ?? "new");

/** What was written and nobody has saved yet: it survives a reload and a lost network, and goes with who signs out. */
export function keptEdits(storeId: string | null): EditedFields {
  try {
    return JSON.parse(localStorage.getItem(nameOf(storeId)) ?? "{}") as EditedFields;
  } catch {
    return {};
  }
}

/** A device that keeps nothing loses only that. */
export function keepEdits(storeId: string | null, edits: EditedFields): void {
  try {
    if (Object.keys(edits).length === 0) localStorage.removeItem(nameOf(storeId));
    else localStorage.setItem(nameOf(storeId), JSON.stringify(edits));
  } catch {
    // Full, or not allowed.
  }
}
