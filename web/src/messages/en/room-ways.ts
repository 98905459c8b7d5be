import type { roomWays as ko } from "../ko/room-ways.ts";
import { people } from "./figures.ts";

/** How other pages lead to a room. */
export const roomWays: typeof ko = {
  chat: "Chat",
  title: "This store's chat",
  here: (count) => `${people(count)} here`,
  talking: (count) => (count === 0 ? "Talk with others while you wait" : `${people(count)} here`),
  unread: (count) => `${count > 98 ? "99+" : count} unread`,
  pinned: "Pinned in the chat by the host",
};
