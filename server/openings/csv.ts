import type { Language } from "../../shared/languages.ts";
import type { EntryState } from "../../shared/line.ts";
import { openingTexts } from "../../shared/messages/openings.ts";
import type { OpeningFigures, OpeningReport } from "../../shared/openings.ts";
import { byteOrderMark, rowOf } from "../platform/csv.ts";

/** A report as a file for spreadsheets: a line for all, one for each slot; days and times in the store's zone. */
export function reportFile({ all, slots }: OpeningReport, timeZone: string, language: Language): string {
  const texts = openingTexts[language];
  const states = Object.keys(texts.outcomes) as EntryState[];
  const reasons = [...new Set([...Object.keys(texts.refusals), ...Object.keys(all.refusals)])];
  const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone });
  const timeOf = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" });

  function cells({ outcomes, refusals, ...one }: OpeningFigures): (string | number)[] {
    return [
      ...[one.arrivals, one.capacity, one.held, one.orderErrors, one.idleSeats, one.untold, one.repeats],
      ...[one.overtaken, one.overtakenMs, one.p50Ms ?? "", one.p95Ms ?? "", one.p99Ms ?? ""],
      ...states.map((state) => outcomes[state] ?? 0),
      ...reasons.map((reason) => refusals[reason] ?? 0),
    ];
  }
  const heads = [
    ...texts.columns,
    ...states.map((state) => texts.outcomes[state]),
    ...reasons.map((reason) => texts.refusals[reason] ?? reason),
  ];
  const lines = slots.map((slot) => {
    const starts = new Date(slot.startsAt);
    return rowOf([dayOf.format(starts), timeOf.format(starts), ...cells(slot)]);
  });
  return `${byteOrderMark}${rowOf(heads)}${rowOf([texts.all, "", ...cells(all)])}${lines.join("")}`;
}
