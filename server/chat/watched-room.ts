import { type Message, mostAtEntry, type RoomFrame } from "../../shared/chat.ts";
import type { StoreId } from "../../shared/ids.ts";
import type { Follower } from "../platform/live/index.ts";

/** So many of a room's messages are kept in memory, for whoever comes or comes back. */
export const mostRecent = 200;

/** A room that somebody here follows. */
export interface WatchedRoom {
  readonly store: StoreId;
  /** Whoever knows everything up to `told`. */
  readonly followers: Set<Follower>;
  /** Who has just come, with the number of the last message they know. */
  readonly arriving: Map<Follower, number | null>;
  /** The last messages in order, up to number `told`; null before the first look. */
  told: number | null;
  recent: Message[];
  frame: RoomFrame | null;
  isStale: boolean;
}

export function watchRoom(store: StoreId): WatchedRoom {
  const [followers, arriving] = [new Set<Follower>(), new Map<Follower, number | null>()];
  return { store, followers, arriving, told: null, recent: [], frame: null, isStale: true };
}

/**
 * What somebody is sent who comes: after a number they know all that came after it; otherwise, and where that is too
 * long ago, the last messages. Numbers have no gaps, so whoever misses some sees it, and reads them by HTTP.
 */
export function missedBy(recent: readonly Message[], after: number | null): readonly Message[] {
  const [oldest] = recent;
  const isKnown = after !== null && oldest !== undefined && after >= oldest.seq - 1;
  return isKnown ? recent.filter(({ seq }) => seq > after) : recent.slice(-mostAtEntry);
}

/** Whether followers have to be told of a room anew; its last number goes with each message. */
export function isNews(told: RoomFrame | null, latest: RoomFrame): boolean {
  return told === null || JSON.stringify({ ...told, lastSeq: 0 }) !== JSON.stringify({ ...latest, lastSeq: 0 });
}
