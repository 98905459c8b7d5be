import type { Messages } from "../ko.ts";

const figures = new Intl.NumberFormat("en-GB");
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

export const figure: Messages["figure"] = (count) => figures.format(count);
export const ending = (rank: number) => endings[ordinals.select(rank)] ?? "th";
export const counted = (count: number, one: string, many: string) => `${figure(count)} ${count === 1 ? one : many}`;
export const people: Messages["people"] = (count) => counted(count, "person", "people");
export const waiters: Messages["waiters"] = (count, inGroups) =>
  inGroups ? counted(count, "group", "groups") : people(count);
