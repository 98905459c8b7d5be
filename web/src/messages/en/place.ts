import type { PlaceTexts } from "../ko/place.ts";
import { counted, ending, figure } from "./figures.ts";

export const place: PlaceTexts["place"] = {
  live: "Connected",
  lost: "Reconnecting",
  back: "To the stores",
  backFromLine: "To the stores; your place is kept",
  mine: "My rank",
  rankUnit: () => "in line",
  rank: (rank) => `${figure(rank)}${ending(rank)} in line`,
  title: (rank, store) => `${figure(rank)}${ending(rank)} | ${store}`,
  spoken: (rank) => `You are ${figure(rank)}${ending(rank)} in line.`,
  behind: "Behind me",
  progress: "How the line moves",
  progressWhy: "Progress to the door",
  door: "Door",
  me: "Me",
  aheadOfMe: (waiting) => `Ahead ${waiting}`,
  behindMe: (waiting) => `Behind ${waiting}`,
  odds: (seats, needed, inGroups) =>
    inGroups
      ? `At least ${figure(needed)} of ${counted(seats, "seat", "seats")} must come back, more for large groups.`
      : `A seat is yours once ${figure(needed)} of ${counted(seats, "seat", "seats")} came back.`,
  thin: (seats) => `With ${counted(seats, "seat", "seats")} in all, your turn may not come.`,
  here: (people) => `${people} are looking at this`,
  seatsLeft: "Seats left",
  ticket: "Ticket",
  ticketNumber: (ticket) => `No. ${figure(ticket)}`,
  next: "The next cancelled seat is yours",
  nextOfGroups: "Your group is next",
  nextAfter: (waiting) => `Before you: ${waiting}`,
  promiseOffer: (here, away) =>
    `When it is your turn, a seat is held for you: ${here} min while this page is open, else usually ${away} min.`,
  promiseSeat: "When it is your turn, you are booked at once and see it here.",
  paused: "The host has paused the line",
  pausedWhy: "Your rank stays. When it goes on, seats are given in order.",
  queued: "Your place is kept",
  queuedWhy: "Seats are being given in order. What comes of it appears here by itself.",
  returned: "The line is put back in the order of receipts",
  returnedWhy:
    "A fault lost the record of the line. A receipt that is back within a minute keeps its rank; one that comes " +
    "later is at the back. Open pages send theirs by themselves: keep this one open for a minute.",
  safe: "Close the page, your place stays",
  safeWhy: "Reload it or open it on another device: it is the same place.",
  lostTitle: "The connection dropped",
  lostWhy: "The server keeps your place. We reconnect in a moment.",
  spokenLost: "The connection dropped. Your place is kept and we are reconnecting.",
  spokenBack: "Connected again.",
  leave: "Leave the line",
  leaveTitle: "Leave the line?",
  leaveWhy: (rank) => `You lose your place, ${figure(rank)}${ending(rank)} in line. Joining again starts at the back.`,
  leaveNo: "Keep waiting",
};

export const standing: PlaceTexts["standing"] = {
  title: "Lines I am in",
  open: "See the line",
  answer: "Answer the offer",
  seat: "My seat",
};

export const offer: PlaceTexts["offer"] = {
  title: "A seat came back",
  why: "Take it within this time and it is yours. After that it goes to the next in line.",
  left: "Time left",
  over: "Time is up. The seat is going to the next in line.",
  accept: "Take the seat",
  decline: "Not this time",
  documentTitle: (store) => `A seat came back | ${store}`,
};

export const pass: PlaceTexts["pass"] = {
  title: "The seat is yours",
  why: "Show this page at the door.",
  documentTitle: (store) => `Booked | ${store}`,
  label: "Pass",
  date: "Date",
  time: "Time",
  party: "Party",
  number: "Reservation",
  ticket: "Ticket",
  picture: (code) => `QR code for the door, reservation ${code}`,
  addToCalendar: "Add to calendar",
};

export const ended: PlaceTexts["ended"] = {
  left: "You left the line",
  leftWhy: "You gave up your rank. Joining again starts at the back.",
  cancelled: "You cancelled the reservation",
  cancelledWhy: "The seat is back, and goes to the next in line if anybody waits.",
  expired: "The time to take the seat has passed",
  expiredWhy: "The seat went back to the line. Join again and you get a new rank.",
  declined: "You did not take this seat",
  declinedWhy: "The seat went back to the line. Change your mind and you can join again.",
  missed: "No seat came back this time",
  missedWhy: "Your turn did not come before it began. Thank you for waiting.",
  moved: "You changed to another time",
  movedWhy: "You gave up the seat at this time. The reservation went on to the new one.",
  toNew: "Show the new reservation",
};

export const calledOff: PlaceTexts["calledOff"] = {
  title: "The host has closed this time",
  why: "This time will not take place.",
  seat: "The host cancelled your reservation too.",
  line: "The line has ended with it.",
  offer: "The seat held for you is gone too.",
  done: "There is nothing you need to do.",
  onward: "You may find a seat at another time or another store.",
  reservation: "The host cancelled this reservation",
  row: "Cancelled by the host",
};
