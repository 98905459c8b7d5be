import type { Messages } from "../ko.ts";

export const accounts: Messages["accounts"] = {
  signIn: "Sign in",
  signOut: "Sign out",
  menu: "My menu",
  kakao: "Login with Kakao",
  title: "Sign in to get your place",
  why: "Reservations and places in line belong to your account, on every device.",
  orName: "In the demo a name is enough",
  again: "Please sign in again",
  goBack: "Back to where you were",
  expired: "Your session has ended. Sign in again and you are back in the same place.",
  name: "Name",
  signedIn: (name) => `Welcome, ${name}`,
  account: (name) => `My account, ${name}`,
  keep: "Your reservations and your places in line stay when you sign out.",
  troubles: {
    denied: {
      title: "You did not agree",
      why: "Kakao told us nothing, so you are not signed in, and nothing was stored.",
    },
    stale: {
      title: "Please begin again",
      why: "This sign-in began more than ten minutes ago, or in another browser.",
    },
    used: {
      title: "This sign-in was used already",
      why: "Each one works once. If you are not signed in, please begin again.",
    },
    unreachable: {
      title: "Kakao does not answer",
      why: "Its service cannot be reached. Your reservations and places are safe; try again in a moment.",
    },
    invalid: {
      title: "We could not check this sign-in",
      why: "What came back from Kakao cannot be trusted, so you are not signed in. If it happens again, tell us.",
    },
  },
};
