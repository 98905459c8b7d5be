import { Type } from "typebox";
import { half, notInLine, visible } from "./lines.ts";

/** One line that says something: there is a letter, a digit, a sign or an emoji to see. */
export const lineOfText = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=.*${visible})[^${notInLine}]+$` });

/** One line that says something, or nothing but blanks: a field of a draft. */
export const lineOrNothing = (maxLength: number) =>
  Type.String({ maxLength, pattern: `^(?: *|(?=.*${visible})[^${notInLine}]+)$` });

/** Text of several lines, possibly empty. */
export const textOfLines = (maxLength: number) => Type.String({ maxLength, pattern: `^[^\\u0000${half}]*$` });
