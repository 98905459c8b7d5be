import type { Language } from "../../../shared/languages.ts";
import { attendeeTexts } from "../../../shared/messages/attendees.ts";
import { byteOrderMark, rowOf } from "../../platform/csv.ts";
import type { StoredAttendee } from "./ports.ts";

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
