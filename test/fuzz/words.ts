import { consentVersion } from "../../shared/privacy.ts";
import type { Things } from "../acceptance/authorisation/things.ts";
import { absent } from "../acceptance/authorisation/things.ts";
import { dayIn } from "../services/days.ts";

/** Texts that are right somewhere in the product, and those that are right for a field of that name. */
export interface Words {
  readonly anywhere: readonly string[];
  readonly named: Readonly<Record<string, readonly string[]>>;
}

const momentIn = (days: number) => `${dayIn(days)}T05:00:00.000Z`;

/** What the generated requests know: the things of both sides and of nobody, days around today, times, names. */
export function wordsOf(sides: Readonly<Record<"A" | "B", Things>>): Words {
  const names = Object.keys(absent) as (keyof Things)[];
  const named = names.map((name) => [name, [sides.A[name], sides.A[name], sides.B[name], absent[name]]] as const);
  const texts = ["성수", "Asia/Seoul", "지수", "Pop up", "/explore", "010-1234-5678", consentVersion, "slot:1"];
  const days = [-1, 1, 3, 4].map(dayIn);
  const moments = [momentIn(-1), momentIn(1), momentIn(5)];
  return {
    anywhere: [...texts, ...days, ...moments, "09:00", "14:00", "23:59", "1", "20"],
    named: Object.fromEntries(named),
  };
}
