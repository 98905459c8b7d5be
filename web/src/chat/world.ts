import type { read, write } from "../api.ts";
import type { LiveSocket } from "../live.ts";

/** What a conversation needs: the API and the socket. */
export interface World {
  readonly read: typeof read;
  readonly write: typeof write;
  readonly live: Pick<LiveSocket, "isOpen" | "follow" | "say" | "onChange" | "renew">;
}
