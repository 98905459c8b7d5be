import { type Levels, levelAlarms, levels } from "../../shared/metrics.ts";
import type { HealthPart, HealthReport, PartState } from "../../shared/operations.ts";

/** What each part goes by, and by the same bound as the alarm that would wake somebody. */
const alarmOf = {
  seats: levelAlarms.oversold,
  lines: levelAlarms["line-still"],
  outbox: levelAlarms["outbox-old"],
  mail: levelAlarms["mails-given-up"],
} as const;

interface Seen {
  /** What the database says; null when it does not answer. */
  readonly levels: Levels | null;
  /** Whether Redis is there; null where none is used. */
  readonly isRedisThere: boolean | null;
}

function redisState(isThere: boolean | null): PartState {
  if (isThere === null) return "absent";
  return isThere ? "well" : "trouble";
}

/** What is wrong, by name. */
export function healthOf({ levels: seen, isRedisThere }: Seen): HealthReport {
  const byLevel = (part: keyof typeof alarmOf) => {
    const alarm = alarmOf[part];
    const figure = (alarm && seen?.[alarm.reads]) ?? null;
    if (figure === null || alarm === undefined) return { part, state: "unknown" as const, figure: null };
    return { part, state: figure > alarm.above ? ("trouble" as const) : ("well" as const), figure };
  };
  const plain = (part: HealthPart, state: PartState) => ({ part, state, figure: null });
  return {
    parts: [
      plain("database", seen === null ? "trouble" : "well"),
      plain("redis", redisState(isRedisThere)),
      ...(["seats", "lines", "outbox", "mail"] as const).map(byLevel),
    ],
    waiting: seen?.[levels.waiting] ?? null,
  };
}
