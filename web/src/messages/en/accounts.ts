import type { Messages } from "../ko.ts";

export const accounts: Messages["accounts"] = {
  signIn: "Sign in",
  signOut: "Sign out",
  mine: "My account",
  menu: "My menu",
  agree:
    "Signing in is kept as saying that you are 14 or older and agree to our terms and our use of the data we need:",
  terms: "terms and privacy",
  kakao: "Login with Kakao",
  titles: {
    seat: "Sign in to get your place",
    place: "Sign in to see your place",
    reservations: "Sign in to see your reservations",
    pass: "Sign in to see your pass",
    notifications: "Sign in to see your notifications",
    chat: "Sign in to talk",
    account: "Start with Kakao",
    store: "Sign in with the account you work with",
  },
  why: "Reservations and places in line belong to your account, on every device.",
  orName: "In the demo a name is enough",
  again: "Please sign in again",
  goBack: "Back to where you were",
  expired: "Your session has ended. Sign in again and you are back in the same place.",
  name: "Name",
  role: "Role",
  roles: { visitor: "Visitor", host: "Host", operator: "Operator" },
  signedIn: (name) => `Welcome, ${name}`,
  account: (name) => `My account, ${name}`,
  keep: "Your reservations and your places in line stay when you sign out.",
};
