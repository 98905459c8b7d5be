import type { ProblemName, RareProblem } from "../../problems.ts";

/** What people read when something is refused, in one language. */
export type ProblemTitles = Readonly<Record<Exclude<ProblemName, RareProblem>, string>>;
