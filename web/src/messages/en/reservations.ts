import type { Messages } from "../ko.ts";
import { counted } from "./figures.ts";

export const reservations: Messages["reservations"] = {
  title: "My reservations",
  upcoming: "Upcoming",
  past: "Past",
  empty: "No reservations yet",
  emptyWhy: "What you book is kept here.",
  noneUpcoming: "Nothing is coming up.",
  open: "Show my pass",
  lost: "The list could not be refreshed",
  lostWhy: "It is fetched again once there is a connection. Passes kept on this device open now.",
  cancel: "Cancel",
  cancelTitle: "Cancel the reservation?",
  cancelWhy: (party) =>
    `${counted(party, "seat goes", "seats go")} to the next in line. You can undo it for 5 seconds.`,
  cancelNo: "Keep it",
  cancelSoon: "It will be cancelled in 5 seconds.",
  undo: "Undo",
  remove: "Remove from history",
  states: {
    confirmed: "Booked",
    cancelled: "Cancelled",
    checked_in: "Checked in",
    completed: "Visited",
    no_show: "Not used",
  },
};
