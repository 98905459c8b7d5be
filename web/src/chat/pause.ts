import type { Message } from "../../../shared/chat.ts";
import type { Sends } from "./sends.ts";

/** When I may speak again in a room with a pause between messages; null for at once. */
export function mayTalkAt(
  messages: readonly Message[],
  sends: Sends,
  guest: number | null,
  slowSeconds: number,
): string | null {
  if (slowSeconds === 0) return null;
  const isMine = ({ kind, sender }: Message) => kind === "talk" && sender.guest === guest;
  const onTheWay = sends.findLast(({ state }) => state !== "failed");
  const last = onTheWay?.at ?? messages.findLast(isMine)?.at;
  return last === undefined ? null : new Date(Date.parse(last) + slowSeconds * 1_000).toISOString();
}
