import type { DoorProblem, HostProblem, ProblemName, ProtocolProblem } from "../../problems.ts";

/** What people read when something is refused, in one language. */
export type ProblemTitles = Readonly<Record<Exclude<ProblemName, DoorProblem | HostProblem | ProtocolProblem>, string>>;
