const hourIn = (timeZone: string, at: number) =>
  Number(new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format(at));

/** A time zone where it is between this hour (0 to 23) and the next now: tests of a store's day run at any hour. */
export function zoneAtHour(hour: number, now = Date.now()): string {
  const zone = Intl.supportedValuesOf("timeZone").find((name) => hourIn(name, now) === hour);
  if (zone === undefined) throw new Error(`It is ${hour} o'clock nowhere.`);
  return zone;
}

/** Where it is noon: offers do not end in the night. */
export const zoneAtNoon = () => zoneAtHour(12);
