const dayMs = 86_400_000;
const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** What a clock in a zone shows at a moment, as a field for days and times has it: "2026-11-28T20:00". */
export function localOf(moment: string | null, timeZone: string): string {
  if (moment === null) return "";
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const written = new Intl.DateTimeFormat("sv-SE", { ...parts, timeZone }).format(new Date(moment));
  return written.replace(" ", "T");
}

/**
 * The moment at which a clock in a zone shows this, null for nothing. An hour that the clocks skip is the one after it,
 * and of one that comes twice it is the second, as for the times of slots.
 */
export function momentOf(local: string, timeZone: string): string | null {
  // Engines read much that is no moment.
  const asUtc = shape.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // What the clocks differ by from UTC a day later, and a day before: a change lies between, if there is one.
  const [later, earlier] = [dayMs, -dayMs].map((away) => {
    const shown = localOf(new Date(asUtc + away).toISOString(), timeZone);
    return new Date(asUtc - (Date.parse(`${shown}:00Z`) - asUtc - away)).toISOString();
  }) as [string, string];
  return localOf(later, timeZone) === local ? later : earlier;
}
