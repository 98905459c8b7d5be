import { Type } from "typebox";

/** A moment on the wire: ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const moment = Type.String({ format: "date-time", pattern: "^[12][0-9]{3}-", maxLength: 40 });
/** Nullable fields are type lists, not unions: the serializer then needs no validator at run time. */
export const momentOrNull = Type.Unsafe<string | null>({ type: ["string", "null"], format: "date-time" });
/** A calendar day in the store's own time zone. */
export const day = Type.String({ pattern: "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", maxLength: 10 });
/** A time of day in the store's own time zone. */
export const timeOfDay = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", maxLength: 5 });
export const countOrNull = Type.Unsafe<number | null>({ type: ["integer", "null"], minimum: 0 });

/** True for a day that exists: 2026-02-30 has the right shape and does not. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
