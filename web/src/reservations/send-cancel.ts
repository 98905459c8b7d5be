import type { Reservation } from "../../../shared/reservations.ts";
import { type Answer, isProblem, write } from "../api.ts";
import { createKeeper } from "../kept.ts";
import { keepListedPass } from "./keep-pass.ts";

const pathOf = (reservationId: string) => `/api/reservations/${reservationId}/cancel`;
/** How often a cancel is sent anew after the network was gone; each time it is repeated as any press is. */
const mostReturns = 10;

/**
 * Sends a cancel, under one key however often: without a network once it is back, since nothing that was asked for is
 * forgotten. `onWaiting` is told whenever the answer has to wait for the connection. What waits goes with its window,
 * so whoever closes that is asked first.
 */
export async function sendCancel(reservationId: string, onWaiting: () => void): Promise<Answer<Reservation>> {
  const keeper = createKeeper();
  const letGo = holdWindow();
  const answer = await send(reservationId, onWaiting);
  letGo();
  // With the network off the list must not show a seat that was given up.
  if (!isProblem(answer)) await keepListedPass(keeper, answer);
  return answer;
}

/** Sends a cancel as the page goes: the browser carries it on alone, and nobody is there for the answer. */
export function leaveCancel(reservationId: string): void {
  void write("POST", pathOf(reservationId), { keepalive: true });
}

/** Has the browser ask before the window is closed without a network; answers how to stop. */
export function holdWindow(): () => void {
  const ask = (event: Event) => {
    if (!navigator.onLine) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}

async function send(reservationId: string, onWaiting: () => void): Promise<Answer<Reservation>> {
  const path = pathOf(reservationId);
  const key = crypto.randomUUID();
  for (let returns = 0; ; returns += 1) {
    if (!navigator.onLine) onWaiting();
    await untilOnline();
    const answer = await write<Reservation>("POST", path, { key, onRetry: onWaiting });
    const isCutOff = isProblem(answer) && answer.problem === "unreachable" && !navigator.onLine;
    if (!isCutOff || returns === mostReturns) return answer;
  }
}

async function untilOnline(): Promise<void> {
  if (navigator.onLine) return;
  await new Promise((resolve) => window.addEventListener("online", resolve, { once: true }));
}
