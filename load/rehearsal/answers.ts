import type { ProblemName } from "../../shared/problems.ts";
import type { HistoryEvent } from "../history/history.ts";

/** Instead of a place: there is none to be had any more. */
const lawfulRefusals: ReadonlySet<string> = new Set<ProblemName>(["line-full", "closed", "list-closed"]);

/** Whether a refused press was told by the rules of a line, and not by a limit or a server in trouble. */
export const isLawfulRefusal = (problem: string): boolean => lawfulRefusals.has(problem);

/** Whether a press was told what became of it. Whoever is only told to come again was not. */
export function isAnswered({ kind, answer }: HistoryEvent): boolean {
  if (kind !== "join" || answer === "lost") return false;
  return answer.entry !== undefined || isLawfulRefusal(answer.problem ?? "");
}

export interface AnsweredPress {
  readonly personId: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** Presses in the order of their answers; one that was sent away and came again waited from the first time on. */
export function answeredPresses(events: readonly HistoryEvent[]): AnsweredPress[] {
  const firstSent = new Map<string, number>();
  return events.flatMap((event) => {
    const { kind, personId, key, sentAt, answeredAt, answer } = event;
    if (kind !== "join" || answer === "lost" || answeredAt === null) return [];
    const press = `${personId} ${key}`;
    const since = firstSent.get(press) ?? sentAt;
    firstSent.set(press, since);
    return isAnswered(event) ? [{ personId, sentAt: since, answeredAt }] : [];
  });
}
