import type { Chart } from "../../../../shared/insights.ts";
import type { insights as ko } from "../ko/insights.ts";
import { counted } from "./figures.ts";
import { goods } from "./goods.ts";
import { profile } from "./profile.ts";

const ages: Record<string, string> = { 1: "Up to 19", 2: "20s", 3: "30s", 4: "40s", 5: "50 and older" };
const sexes: Record<string, string> = profile.sexes;
const regions: Record<string, string> = profile.regions;
const steps: Record<string, string> = { opened: "Opened", joined: "Joined", seated: "Seated", came: "Came" };
const goodsNames: Record<string, string> = goods;
const part = (days: string | undefined, half: string | undefined) =>
  `${days === "weekend" ? "Weekend" : "Weekday"}, ${half === "morning" ? "morning" : "afternoon"}`;

function labelOf(chart: Chart["name"], key: string): string {
  const [first = "", second = "", third = ""] = key.split("-");
  if (chart === "sex") return sexes[key] ?? key;
  if (chart === "age") return ages[key] ?? key;
  if (chart === "weekend") return key === "true" ? "Weekend" : "Weekday";
  if (chart === "afternoon") return key === "true" ? "Afternoon" : "Morning";
  if (chart === "category") return goodsNames[key] ?? key;
  if (chart === "month") return `${key.slice(0, 4)}-${key.slice(4)}`;
  if (chart === "cell") return `${regions[first]}, ${sexes[second]}, ${ages[third]}`;
  if (chart === "segment") return `${sexes[first]}, ${ages[second]}`;
  return chart === "funnel" ? (steps[key] ?? key) : part(first, second);
}

export const insights: typeof ko = {
  title: "Insights",
  ofStore: (name) => `Insights of ${name}`,
  ofPurchases: "Purchases in figures",
  signInWhy: "Sign in as a host to see this.",
  storeLead:
    "Sex and age group count of whoever told both and agrees. " +
    "Fewer than five people, ten in a segment, are hidden, and so is what would tell them.",
  purchasesLead: (rows, times) =>
    `Counted in ${counted(times, "purchase", "purchases")}, imported as ${counted(rows, "row", "rows")}.`,
  noPurchases: "No purchases have been imported yet.",
  charts: {
    ...{ sex: "Sex", age: "Age group", weekend: "Weekdays and weekends", afternoon: "Mornings and afternoons" },
    ...{ category: "Category", month: "Month", cell: "Most frequent groups", segment: "Sex and age group" },
    ...{ time: "Day and time", funnel: "From the line to the visit" },
  },
  labelOf,
  most: (label, count, share) => `Most: ${label} (${count}, ${share}).`,
  mostShown: (label, count) => `Most of those shown: ${label} (${count}).`,
  bars: (count) => `${count} bars`,
  each: (count) => `${count} each`,
  stepsOf: (minutes) =>
    `Opened counts whoever agrees, once a day, of the last 90 days, but nobody within ${minutes} minutes of the ` +
    "opening of reservations; the rest is everybody from the beginning.",
  tooFew: "So far they are too few to be shown.",
  steps: (came, joined, share) => `${came} of ${joined} who joined came (${share}).`,
  nothing: "There is nothing to count yet.",
  hidden: "hidden",
  table: "As a table",
  bar: "Group",
  count: "Count",
  file: "Download CSV",
  fileFailed: "The file did not come. Please press again.",
};
