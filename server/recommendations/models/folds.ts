const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/**
 * FNV-1a (Fowler, Noll and Vo) over UTF-16: a number of 32 bits from a text, the same everywhere. `before` is the
 * number of what comes before the text.
 */
export function numberFrom(text: string, before = fnvOffset): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), fnvPrime) >>> 0;
  return hash;
}

/** Which part somebody is in: by their id alone, and not by its place, since ids in order hold people in order. */
export const foldOf = (id: string, folds: number) => numberFrom(id) % folds;
