import { englishProblems } from "../../../../shared/messages/problems/en.ts";
import type { Messages } from "../ko.ts";

export const site: Messages["site"] = {
  name: "Popline",
  title: "Popline | Popup store reservations",
  description: "Fair lines, sure seats. Book popup stores in Seoul the second they open.",
  home: "Popline home",
  skip: "Skip to the content",
  menu: "Main menu",
  tabs: "Tabs",
  start: "Home",
  explore: "Explore",
  mine: "Me",
  demo: "Demo",
  demoWhy: "All made up. Any name signs you in.",
  reservations: "My reservations",
  find: "Find stores",
  notifications: (unread) => (unread === 0 ? "Notifications" : `Notifications, ${unread} unread`),
  share: "Share",
  copied: "The address is copied",
  notCopied: "It could not be copied. Copy it from the address bar.",
  otherLanguage: "한국어",
  loading: "Loading",
  noAnswer: "No connection",
  tryAgain: "Try again",
  pageLost: "This page could not be loaded. Trying again helps: there may be a newer version.",
  absent: "Not found",
  absentWhy: "This page has moved or is gone.",
  toStores: "See the stores",
};

export const problems: Messages["problems"] = {
  ...englishProblems,
  unreachable: "No connection. Check your network and press again.",
};
