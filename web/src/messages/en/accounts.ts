import type { Messages } from "../ko.ts";

export const accounts: Messages["accounts"] = {
  signIn: "Sign in",
  signOut: "Sign out",
  menu: "My menu",
  title: "Just tell us your name",
  why: "This is a demo, so there is no password. The same name is the same person, with the same places.",
  expired: "Your session has ended. Sign in again and you are back in the same place.",
  name: "Name",
  signedIn: (name) => `Welcome, ${name}`,
  account: (name) => `My account, ${name}`,
  keep: "Your reservations and your places in line stay when you sign out.",
};
