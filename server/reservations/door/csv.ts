import type { Language } from "../../../shared/languages.ts";
import { attendeeTexts } from "../../../shared/messages/attendees.ts";
import type { StoredAttendee } from "./ports.ts";

/** Tells a spreadsheet that this is UTF-8, or Korean opens as something else. */
const byteOrderMark = "\uFEFF";
/** How a formula may begin, also in the wide letters of Korean and Japanese keyboards. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell: always quoted, and never a formula, whatever people call themselves. */
export function cellOf(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value.replace(formula, "'$&");
  return `"${text.replaceAll('"', '""')}"`;
}

const rowOf = (values: readonly (string | number)[]) => `${values.map(cellOf).join(",")}\r\n`;

/** The first line of the attendees' file. */
export const attendeeHead = (language: Language) => byteOrderMark + rowOf(attendeeTexts[language].columns);

/** Lines of the attendees' file; days and times in the store's zone. */
export function attendeeRows(attendees: readonly StoredAttendee[], timeZone: string, language: Language): string {
  const texts = attendeeTexts[language];
  const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone });
  const timeOf = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" });
  const lines = attendees.map(({ startsAt, ticket, name, partySize, state, checkedInAt, isWalkIn }) => {
    const starts = new Date(startsAt);
    const came = checkedInAt === null ? "" : timeOf.format(new Date(checkedInAt));
    const shownName = name ?? (isWalkIn ? texts.walkIn : "");
    return rowOf([
      dayOf.format(starts),
      timeOf.format(starts),
      ticket,
      shownName,
      partySize,
      texts.states[state],
      came,
    ]);
  });
  return lines.join("");
}
