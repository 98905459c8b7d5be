import type { History } from "../history/history.ts";
import { answeredPresses } from "./answers.ts";

/** Every ticket of a history as CSV, in ticket order: whose it was, what became of it, how long the answer took. */
export function ticketsOf({ events, final }: History): string {
  const answered = new Map<string, number>();
  for (const { personId, sentAt, answeredAt } of answeredPresses(events)) {
    if (!answered.has(personId)) answered.set(personId, Math.round(answeredAt - sentAt));
  }
  const entries = [...final.entries].sort((one, other) => one.ticket - other.ticket);
  const rows = entries.map(({ ticket, personId, partySize, state }) =>
    [ticket, personId, partySize, state, answered.get(personId) ?? ""].join(","),
  );
  return `${["ticket,person,party,state,answered_after_ms", ...rows].join("\r\n")}\r\n`;
}
