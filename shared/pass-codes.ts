/** Crockford's base 32: no letter that looks like a digit or another letter. */
export const passLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What was scanned or typed: a code of eight letters, and the reservation it says it is for. */
export interface SeenCode {
  readonly reservation: string | null;
  /** "R-7K2M-Q9XD". */
  readonly code: string;
}

/**
 * Reads what a scanner or a person gives: the text of a QR code, or a code with or without its R and hyphens, in any
 * case, with O for 0 and I or L for 1. Null when it is neither.
 */
export function readPassCode(text: string): SeenCode | null {
  const [, reservation, inQr] = /^popline:v1:([1-9][0-9]{0,17}):(R-[0-9A-Z]{4}-[0-9A-Z]{4})$/.exec(text.trim()) ?? [];
  if (reservation !== undefined && inQr !== undefined) return { reservation, code: inQr };
  const bare = text.toUpperCase().replace(/[\s\p{Pd}]/gu, "");
  const letters = (bare.length === 9 ? bare.replace(/^R/, "") : bare).replaceAll("O", "0").replace(/[IL]/g, "1");
  if (letters.length !== 8 || ![...letters].every((letter) => passLetters.includes(letter))) return null;
  return { reservation: null, code: `R-${letters.slice(0, 4)}-${letters.slice(4)}` };
}

/** What a mark is the beginning of the SHA-256 of: only of this store's door, so that lists of two say nothing. */
export const markedText = (storeId: string, code: string) => `popline:door:v1:${storeId}:${code}`;
/** 24 bits: of a day's passes hardly two share it, and 65,536 codes do, so that it makes no pass. */
export const markLength = 6;
