import type { DoorProblem, HostProblem, ProblemName } from "../../problems.ts";

/** What people read when something is refused, in one language. */
export type ProblemTitles = Readonly<Record<Exclude<ProblemName, DoorProblem | HostProblem>, string>>;
