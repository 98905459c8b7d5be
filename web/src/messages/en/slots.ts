import type { Messages } from "../ko.ts";
import { counted, figure } from "./figures.ts";

export const slots: Messages["slots"] = {
  seats: (count) => counted(count, "seat", "seats"),
  waiting: (count) => `${figure(count)} waiting`,
  soldOut: "Sold out",
  closed: "Closed",
  paused: "Paused",
  opensIn: (time) => `Opens in ${time}`,
  opensAt: (moment) => `Opens ${moment}`,
  left: "Seats left",
  inLine: "Waiting",
  capacity: "All seats",
  hereTime: (moment) => `${moment} where you are`,
  otherTimes: "Other times",
  seeOtherTimes: "See other times",
  otherStores: "See other stores",
};

export const countdown: Messages["countdown"] = {
  opensIn: "Reservations open in",
  days: "d",
  hours: "h",
  minutes: "min",
  seconds: "s",
  spoken: (hours, minutes, seconds) =>
    hours + minutes === 0
      ? `${counted(seconds, "second", "seconds")} left`
      : `${hours > 0 ? `${counted(hours, "hour", "hours")} ` : ""}${counted(minutes, "minute", "minutes")} left`,
  clock: "This clock follows the server. It opens without a reload.",
};
