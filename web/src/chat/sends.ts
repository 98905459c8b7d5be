import type { Message } from "../../../shared/chat.ts";
import type { Problem } from "../api.ts";

/** A message of my own on its way. `kept`: the server has it, and it will come like all others. */
export interface Send {
  readonly clientId: string;
  readonly text: string;
  readonly at: string;
  readonly state: "sending" | "kept" | "failed";
  readonly problem: Problem | null;
}

export type Sends = readonly Send[];

export const withSend = (sends: Sends, clientId: string, text: string, at: string): Sends => [
  ...sends,
  { clientId, text, at, state: "sending", problem: null },
];

/** It failed and is sent again, under the same id. */
export const withRetry = (sends: Sends, clientId: string): Sends =>
  changed(sends, clientId, { state: "sending", problem: null });

/** What was kept once stays so, whatever another way of it says later. */
export const withFailure = (sends: Sends, clientId: string, problem: Problem): Sends =>
  sends.some((send) => send.clientId === clientId && send.state === "sending")
    ? changed(sends, clientId, { state: "failed", problem })
    : sends;

export const withKept = (sends: Sends, clientId: string): Sends =>
  changed(sends, clientId, { state: "kept", problem: null });

export const withoutSend = (sends: Sends, clientId: string): Sends =>
  sends.filter((send) => send.clientId !== clientId);

/** Those that have not come: what came is a message of the room, whatever was thought of it, and is shown once. */
export function stillUnderWay(sends: Sends, messages: readonly Message[]): Sends {
  if (sends.length === 0) return sends;
  const come = new Set(messages.map(({ clientId }) => clientId));
  return sends.filter(({ clientId }) => !come.has(clientId));
}

function changed(sends: Sends, clientId: string, change: Pick<Send, "state" | "problem">): Sends {
  return sends.map((send) => (send.clientId === clientId ? { ...send, ...change } : send));
}
