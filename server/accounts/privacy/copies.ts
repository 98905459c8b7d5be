import type { PersonId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";

/** Each is somebody else's; beyond it the next is told to come again. */
export const mostCopiesWaiting = 100;
const comeAgainSeconds = 5;

/**
 * Copies of what is stored of people, one at a time in this process, so that all of them together hold one connection
 * for reads. Whoever asks while theirs still waits shares it: it has not begun, so it knows all that they have written.
 */
export function createCopies<Copy>(read: (person: PersonId) => Promise<Copy>) {
  const waiting = new Map<PersonId, Promise<Copy>>();
  let last: Promise<unknown> = Promise.resolve();

  return async (person: PersonId): Promise<Copy | Refused> => {
    const theirs = waiting.get(person);
    if (theirs !== undefined) return theirs;
    if (waiting.size >= mostCopiesWaiting) return { problem: "busy", retryAfterSeconds: comeAgainSeconds };
    const begin = () => {
      waiting.delete(person);
      return read(person);
    };
    const mine = last.then(begin, begin);
    waiting.set(person, mine);
    last = mine;
    return mine;
  };
}
