/** What may stand in one line of text, for the schemas and for whoever cleans what came from elsewhere. */

/** Half of a letter, which PostgreSQL takes into no JSON and which would be kept as another letter elsewhere. */
export const half = "\\ud800-\\udfff";

/**
 * What no line has, inside a class of a pattern: control characters (PostgreSQL stores no NUL), breaks of lines, and
 * bidirectional embeddings, overrides and isolates, which would turn round the text that a name stands in. The marks
 * of direction (U+200E, U+200F, U+061C) may stay: they do no more than a letter of their direction, and are typed.
 */
export const notInLine = `\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069${half}`;

/**
 * Letters and signs that are blank, for which Unicode has no property: the empty Braille cell, the stand-in for an
 * object that no text of ours has, the notehead that is not drawn, and the blanks between hieroglyphs.
 */
const blankSigns = "\\u2800\\ufffc\\u{1d159}\\u{13441}\\u{13442}";

/**
 * Something to see: a letter, a digit, a sign or an emoji, but none that is blank: what is not drawn where a font lacks
 * it (Hangul fillers; Unicode's Default_Ignorable_Code_Point), nor the blank signs. White space, joiners, and marks
 * that no letter bears are nothing to see. Looking for it takes a time linear in the length of the line.
 */
export const visible = `(?![\\p{Default_Ignorable_Code_Point}${blankSigns}])[\\p{L}\\p{N}\\p{P}\\p{S}]`;

const everyIntruder = new RegExp(`[${notInLine}]`, "gu");
const somethingVisible = new RegExp(visible, "u");

/** The text as a line of at most so many letters, without what no line has; empty when nothing of it can be seen. */
export function lineIn(text: string, longest: number): string {
  const letters = [...text.replace(everyIntruder, "").trim()];
  const line = letters.slice(0, longest).join("").trim();
  return somethingVisible.test(line) ? line : "";
}
