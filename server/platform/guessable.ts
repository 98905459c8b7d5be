/** What stands in examples, what somebody types who means to come back to it, and our own words. */
const words = [
  /change.?me|example|default|replace|placeholder|secret|only.?for|your.?key/i,
  /pass.?(word|phrase)|admin|letmein|welcome|qwerty|popline|kakao/i,
];
/** Characters in a row, each of which is the one before, or the next or the last of the alphabet: `3333`, `abcd`. */
const longestRow = 8;
const fewestCharacters = 8;
/** Of 32 random bytes 30 are different, and fewer than 16 once in a thousand million keys. */
const fewestBytes = 16;

/** Whether so many neighbours follow each other by one and the same step of −1, 0 or 1. */
function hasRow(values: readonly number[]): boolean {
  let [step, length] = [0, 1];
  return values.some((value, at) => {
    const next = at === 0 ? Number.NaN : value - (values[at - 1] ?? 0);
    length = next === step ? length + 1 : 2;
    step = next;
    return Math.abs(step) <= 1 && length >= longestRow;
  });
}

/** Whether more than half of it is what stood a fixed way before: a piece, again and again. */
function isRepeated(values: readonly number[]): boolean {
  const ways = Array.from({ length: Math.floor(values.length / 2) }, (_, at) => at + 1);
  return ways.some((way) => {
    const again = values.filter((value, at) => at >= way && value === values[at - way]).length;
    return again > (values.length - way) / 2;
  });
}

/**
 * Whether a text was never random, as far as a look can tell: a word of the list above, fewer than 8 different
 * characters, a row of the alphabet, a piece again and again, or letters of one case without a digit, which are words.
 */
export function isGuessableText(text: string): boolean {
  const values = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  if (words.some((each) => each.test(text)) || new Set(values).size < fewestCharacters) return true;
  return hasRow(values) || isRepeated(values) || /^([^\dA-Z]*|[^\da-z]*)$/.test(text);
}

/** The same of a key of 32 bytes: few different ones, a row, a piece again and again, or bytes that are a text. */
export function isGuessableKey(key: Uint8Array): boolean {
  const isText = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText || new Set(key).size < fewestBytes || hasRow([...key]) || isRepeated([...key]);
}
