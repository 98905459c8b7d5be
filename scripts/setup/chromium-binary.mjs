import { existsSync } from "node:fs";

/** The same engine without a window around its pages comes first: a new page costs a quarter of the processor. */
const known = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Where Chromium is: CHROMIUM when it is set, else Debian's; null when there is none. */
export function findChromium() {
  const places = process.env.CHROMIUM ? [process.env.CHROMIUM] : known;
  return places.find((place) => existsSync(place)) ?? null;
}
