import type { explore as ko } from "../ko/explore.ts";

export const explore: typeof ko = {
  search: "Find popup stores",
  name: "Name",
  nameHint: "Part of a name",
  clearName: "Clear the name",
  from: "From",
  to: "Until",
  place: "Place",
  everywhere: "All areas",
  today: "On today",
  weekend: "This weekend",
  kinds: "Category",
  states: "State and days",
  reset: "Clear filters",
  without: (what) => `Search without ${what}`,
  days: (from, to) => (from === to ? from : `${from} – ${to}`),
  fromDay: (day) => `from ${day}`,
  toDay: (day) => `until ${day}`,
  quoted: (name) => `“${name}”`,
  upcoming: "See what opens soon",
  sofar: (count) => `More than ${count}`,
};
