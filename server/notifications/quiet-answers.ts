import type { Line } from "../line/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { ReservationBook } from "../reservations/index.ts";
import type { About, Outbox } from "./ports.ts";
import { sendingSeconds } from "./rules.ts";

const lookEveryMs = 50;
const mostLooks = (sendingSeconds * 1000) / lookEveryMs + 20;

export type Quiet = ReturnType<typeof createQuiet>;

/**
 * Waits while a mail about something may be on its way: as long as one takes, at most ten seconds and a little. Called
 * after the commit that changed it, so that nobody who was told "cancelled" gets a mail that says otherwise (I7).
 */
export function createQuiet(outbox: Pick<Outbox, "isSending">, clock: Pick<Clock, "wait">) {
  return async (about: About): Promise<void> => {
    for (let looks = 0; looks < mostLooks && (await outbox.isSending(about)); looks += 1) await clock.wait(lookEveryMs);
  };
}

/** A second press hears "already ended" while the first one still waits. */
const saysItIsOver = (answer: object) =>
  !("problem" in answer) || answer.problem === "already-ended" || answer.problem === "no-offer";

/** The line, whose "you have left" and "you have declined" wait for mails on their way. */
export function withQuietLeaving<Ledger extends Line>(line: Ledger, quiet: Quiet): Ledger {
  return {
    ...line,
    async act(verb, entry, person, key) {
      const answer = await line.act(verb, entry, person, key);
      if (verb !== "accept" && saysItIsOver(answer)) await quiet({ entry });
      return answer;
    },
  };
}

/** The reservations, whose "you have cancelled" and "you have moved" wait for mails on their way. */
export function withQuietCancelling(book: ReservationBook, quiet: Quiet): ReservationBook {
  return {
    ...book,
    async cancel(id, person, key) {
      const answer = await book.cancel(id, person, key);
      if (saysItIsOver(answer)) await quiet({ reservation: id });
      return answer;
    },
    async move(id, person, slot, key) {
      const answer = await book.move(id, person, slot, key);
      if (saysItIsOver(answer)) await quiet({ reservation: id });
      return answer;
    },
  };
}
