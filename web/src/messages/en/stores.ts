import type { Messages } from "../ko.ts";
import { counted } from "./figures.ts";

export const stores: Messages["stores"] = {
  title: "In Seoul now",
  lead: "Press, and you have your answer.",
  count: (count) => counted(count, "store", "stores"),
  more: "Show more",
  empty: "No stores yet",
  emptyWhy: "New popup stores appear here.",
  allTimes: "See all times",
  noSlots: "There is nothing to book.",
  dates: (from, to) => `${from} – ${to}`,
  categories: {
    character: "Character",
    food: "Food",
    beauty: "Beauty",
    music: "Music",
    life: "Life",
    book: "Books",
    fashion: "Fashion",
    tech: "Tech",
  },
};
