/** FNV-1a (Fowler, Noll and Vo): a number of 32 bits from a text, the same everywhere. */
export function numberFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** Which part somebody is in: by their id alone, and not by its place, since ids in order hold people in order. */
export const foldOf = (id: string, folds: number) => numberFrom(id) % folds;
