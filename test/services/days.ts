/** Days are counted from here: what a test made before midnight and asks for after it is of one day. */
let startedAt = Date.now();

/** Each file of tests counts from its own beginning; the files of a worker share this module. */
export function countDaysFromNow(): void {
  startedAt = Date.now();
}

/** A day some days ahead, as UTC writes it. */
export const dayIn = (days: number) => new Date(startedAt + days * 86_400_000).toISOString().slice(0, 10);
