import type { moving as ko } from "../ko/moving.ts";

export const moving: typeof ko = {
  move: "Change the time",
  times: "Times you can have at once",
  none: "No other time can be had at once.",
  title: "Change to this time?",
  consequence: (from, to) =>
    `You give up ${from} for ${to}. It changes only once the new seat is yours; the old one goes to the next in line.`,
  yes: "Change",
  no: "Keep it",
  moved: "Changed to another time",
  toNew: "Show the new reservation",
};
