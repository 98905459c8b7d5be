import type { Refused } from "../../../shared/problems.ts";
import { realClock } from "../clock.ts";
import { retrying } from "../retry.ts";
import type { Database } from "./database.ts";
import { isPassingTrouble, isTwinInFlight } from "./trouble.ts";

/** A write by one of our SQL functions: whose press, under which key, which function with which arguments. */
export interface Write {
  readonly person: string;
  readonly key: string;
  readonly call: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** For the audit log, coarsely; a write without it notes none. */
  readonly network?: string;
}

/**
 * Runs one write with one effect per key (I9): a single statement that locks, acts, remembers and commits. Repeats it
 * after passing trouble; answers what the function answers, `key-in-flight` when a twin of the press is still running
 * after 2 s, `unavailable` when the database stays away.
 */
export async function pressOnce<Answer extends object>(database: Database, write: Write): Promise<Answer | Refused> {
  const statement = {
    name: "press_once",
    text: `select ${database.code}.press_once($1, $2, $3, $4::jsonb, $5) as answer`,
    values: [write.person, write.key, write.call, JSON.stringify(write.arguments), write.network ?? null],
  };
  const mayPass = (error: unknown) => isPassingTrouble(error) && !isTwinInFlight(error);
  try {
    const [row] = await retrying(() => database.press<{ answer: Answer | Refused }>(statement), mayPass, realClock);
    return (row as { answer: Answer | Refused }).answer;
  } catch (error) {
    if (isTwinInFlight(error)) return { problem: "key-in-flight" };
    if (isPassingTrouble(error)) return { problem: "unavailable", retryAfterSeconds: 2 };
    throw error;
  }
}
