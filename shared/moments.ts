import { Type } from "typebox";

/** A moment on the wire: ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const moment = Type.String({ format: "date-time", maxLength: 40 });
export const momentOrNull = Type.Union([moment, Type.Null()]);
/** A calendar day in the store's own time zone. */
export const day = Type.String({ pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", maxLength: 10 });
/** A time of day in the store's own time zone. */
export const timeOfDay = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", maxLength: 5 });
export const numberOrNull = Type.Union([Type.Number(), Type.Null()]);
