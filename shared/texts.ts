import { Type } from "typebox";

/** Half of a letter, which PostgreSQL takes into no JSON and which would be kept as another letter elsewhere. */
const half = "\\ud800-\\udfff";
/** No control characters (PostgreSQL stores no NUL), no line breaks. */
const inLine = `[^\\u0000-\\u001f\\u007f${half}]`;

/** One line that says something: not only white space. */
export const lineOfText = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=.*\\S)${inLine}+$` });

/** One line, possibly empty: a field of a draft. */
export const lineOrNothing = (maxLength: number) => Type.String({ maxLength, pattern: `^${inLine}*$` });

/** Text of several lines, possibly empty. */
export const textOfLines = (maxLength: number) => Type.String({ maxLength, pattern: `^[^\\u0000${half}]*$` });
