import { Type } from "typebox";

/** One line that says something: no control characters (PostgreSQL stores no NUL), not only white space. */
export const lineOfText = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: "^(?=.*\\S)[^\\u0000-\\u001f\\u007f]+$" });

/** One line, possibly empty: a field of a draft. */
export const lineOrNothing = (maxLength: number) => Type.String({ maxLength, pattern: "^[^\\u0000-\\u001f\\u007f]*$" });

/** Text of several lines, possibly empty; no half of a letter, which PostgreSQL takes into no JSON. */
export const textOfLines = (maxLength: number) => Type.String({ maxLength, pattern: "^[^\\u0000\\ud800-\\udfff]*$" });
