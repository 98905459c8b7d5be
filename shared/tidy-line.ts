import { notInLine } from "./lines.ts";

/** Scripts in which a joiner between two letters changes how they are written. */
const joiningScripts =
  "Arabic Syriac Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala"
    .split(" ")
    .map((script) => `\\p{Script=${script}}`)
    .join("");
const joining = `(?!\\u061c)[${joiningScripts}]`;
/**
 * Joiners that are seen: in a picture made of several, and between letters of such a script, whatever marks stand
 * between, since composing (NFC) puts marks into another order.
 */
const seen =
  "(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})" +
  `|(?<=${joining}\\p{M}*)[\\u200c\\u200d](?=\\p{M}*${joining})`;
/** What else has no width is in no name, but for what picks a form of a letter, flags, and fillers of syllables. */
const kept = "\\u180b-\\u180f\\ufe00-\\ufe0f\\u{e0020}-\\u{e007f}\\u{e0100}-\\u{e01ef}\\u115f\\u1160";
const unseen = new RegExp(`${seen}|((?![${kept}])[\\p{Default_Ignorable_Code_Point}${notInLine}])`, "gu");
/** White space of every kind, and letters that look like it. */
const blanks = /(?!\ufeff)[\s\u0085\u2800\u3164\uffa0]+/gu;
const fromRightToLeft =
  /(?!\u061c)[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const direction = /[\u200e\u200f\u061c]/u;

/**
 * The one spelling of a line: composed (NFC), single spaces, none around it, nothing without width but what changes
 * what is seen. Two lines that look alike are then the same to a search, an index and a filter. Tidied again it stays.
 */
export function tidyLine(text: string): string {
  const drawn = text
    .replace(blanks, " ")
    .replace(unseen, (found, nothing?: string) => {
      if (nothing === undefined) return found;
      return direction.test(nothing) && fromRightToLeft.test(text) ? nothing : "";
    })
    .replace(/ +/g, " ");
  return drawn.trim().normalize("NFC");
}
