import type { chat as ko } from "../ko/chat.ts";
import { figure, people } from "./figures.ts";

const nobody = "Somebody who left";

export const chat: typeof ko = {
  title: "Chat",
  documentTitle: (store) => `${store} chat`,
  back: "To the store's page",
  here: (count) => (count === 0 ? "Nobody is here yet" : `${people(count)} here`),
  live: "Connected",
  lost: "Reconnecting",
  toDesk: "Look after it",
  log: "Conversation",
  empty: "Nobody has said anything yet",
  emptyWhy: "Be the first to ask what you want to know before you go.",
  older: "Show earlier messages",
  loadingOlder: "Loading earlier messages",
  oldest: "This is as far back as it goes here",
  unread: "Unread from here",
  newest: (unread) => (unread === 0 ? "To the newest" : `${unread > 98 ? "99+" : unread} new`),
  pinned: "Pinned",
  name: (name) => name ?? nobody,
  came: {
    join: (name, others) => `${who(name, others)} came in`,
    leave: (name, others) => `${who(name, others)} left`,
  },
  badges: { host: "Host", holder: "Verified visitor" },
  hidden: "Hidden by whoever looks after the chat",
  sending: "Sending",
  failed: "Not sent",
  again: "Send again",
  remove: "Remove",
  edit: "Edit",
  more: (name) => `What can be done about ${name}'s message`,
  field: "Your message",
  placeholder: "Be kind",
  send: "Send",
  left: (count) => `${figure(count)} characters left`,
  slow: (seconds) => `Slow mode: one message every ${figure(seconds)} seconds.`,
  wait: (seconds) => `You can send in ${figure(seconds)} s`,
  signIn: "Sign in to talk",
  signInWhy: "What you wrote stays here. Sign in, and send it.",
  muted: (until) => `You cannot talk until ${until}`,
  mutedWhy: "You were muted for a while. You can still read along.",
  banned: "You cannot talk in this chat",
  bannedWhy: "You were banned from talking. You can still read along.",
  over: "This store has ended",
  overWhy: "What was said stays here to read.",
  offline: "The connection is gone. What you wrote stays here, and can be sent when it is back.",
  acts: {
    title: "What about this message?",
    close: "Close",
    report: "Report",
    reportWhy: "What is wrong with it?",
    reasons: {
      abuse: "Insults or harassment",
      spam: "Advertising or flooding",
      "personal-data": "Personal data",
      scalping: "Selling or buying places",
      other: "Something else",
    },
    reported: "Thank you for telling us. Somebody will look at it.",
    hide: "Hide",
    pin: "Pin to the top",
    unpin: "Unpin",
    mute: "Mute",
    muteFor: { 10: "10 minutes", 60: "1 hour", 1440: "1 day" },
    ban: "For good",
    done: "Done.",
  },
};

function who(name: string | null, others: number): string {
  const first = name ?? nobody;
  return others === 0 ? first : `${first} and ${figure(others)} other${others === 1 ? "" : "s"}`;
}
