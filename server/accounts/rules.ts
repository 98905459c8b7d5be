import type { Device } from "../../shared/accounts.ts";
import type { PersonId } from "../../shared/ids.ts";

/** The first that matches: many browsers name those that they are made from too. */
const browserMarks: readonly [RegExp, Device["browser"]][] = [
  [/KAKAOTALK/i, "kakaotalk"],
  [/Whale\//, "whale"],
  [/SamsungBrowser\//, "samsung"],
  [/\bEdg(A|iOS)?\//, "edge"],
  [/Firefox\/|FxiOS\//, "firefox"],
  [/Chrome\/|CriOS\//, "chrome"],
  [/Safari\//, "safari"],
];
const systemMarks: readonly [RegExp, Device["system"]][] = [
  [/Android/, "android"],
  [/iPhone|iPad|iPod/, "ios"],
  [/Windows/, "windows"],
  [/Macintosh/, "macos"],
  [/Linux|CrOS/, "linux"],
];
const longestLookedAt = 400;

/** The browser and system that a User-Agent header names; nothing else of it is kept. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? "").slice(0, longestLookedAt);
  const find = <Name extends string>(marks: readonly [RegExp, Name][]) => marks.find(([mark]) => mark.test(text))?.[1];
  return { browser: find(browserMarks) ?? "other", system: find(systemMarks) ?? "other" };
}

/** Where a phone number is sealed to: one that is copied to another row does not open. */
export const phoneContext = (person: PersonId) => `person.phone:${person}`;

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/;

/** Whether a Host header names this very machine. */
export function isLoopback(host: string): boolean {
  return loopbackHost.test(host);
}
