import type { Messages } from "../ko.ts";
import { figure } from "./figures.ts";

export const reserve: Messages["reserve"] = {
  signInAhead: "Sign in ahead of time",
  party: "Party",
  fewer: "One fewer",
  more: "One more",
  reserve: "Reserve",
  wait: (waiting) => (waiting === null ? "Join the waiting list" : `Join the waiting list · ${waiting}`),
  soon: "Opens soon",
  sending: "Sending",
  opening: "Opening",
  openingWhy: "You have pressed. It books by itself the moment it opens.",
  retrying: "Sending again",
  retryingWhy: "The connection dropped. The same press is sent again, so you cannot book twice.",
  oneAnswer: "Seats go in the order of pressing, and the answer comes at once.",
  open: "Open now",
  openWhy: "As long as there are seats left, a press gets you one at once.",
  soldOut: "Fully booked.",
  soldOutWhy: "On the waiting list, cancelled seats go to you in turn.",
  filledWhy: (seats, moment) => {
    const all = seats === 1 ? "The only seat" : `All ${figure(seats)} seats`;
    return `${all} had gone by ${moment}. On the waiting list, cancelled seats go to you in turn.`;
  },
  tooFew: "There are no seats together for this party now. You can join the waiting list.",
  paused: "Paused for a moment",
  pausedWhy: "Press now to get your rank. When it goes on, seats are given in order.",
  closed: "Reservations are closed.",
  closedWhy: (moment) => `They closed ${moment}.`,
  again: "Reserve again",
};
