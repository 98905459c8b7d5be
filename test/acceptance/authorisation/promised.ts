import type { Deed } from "../../../shared/audit.ts";
import type { ProblemName } from "../../../shared/problems.ts";
import type { CallerName } from "./people.ts";
import type { Things } from "./things.ts";

/** What a route promises about who may call it and whose things it reaches; written by hand, not read from the code. */
export interface Promised {
  /** Whose session passes the door; the others get 401 or 403, whatever they name. */
  readonly door: readonly CallerName[];
  /** For a route that names something: who reaches A's. B's is reached by their mirror; to all others it is absent. */
  readonly reach?: readonly CallerName[];
  /** The kind of thing whose id A's list shows, and to whom. */
  readonly lists?: { readonly thing: keyof Things; readonly to: readonly CallerName[] };
  /** Who reaches A's thing and is refused all the same, and why. */
  readonly but?: Partial<Record<CallerName, ProblemName>>;
  /** Which thing an id in the address is, where that is not the thing of its name. */
  readonly names?: Partial<Record<keyof Things, keyof Things>>;
  readonly body?: (things: Things) => unknown;
  /** What the audit log says of it; every write of hosts, staff and operators has one. */
  readonly deed?: Deed;
  /** That line has a test of its own, since the call does nothing with these things alone. */
  readonly isWrittenElsewhere?: true;
  /** It is done to several things, each of which has a line of its own. */
  readonly deedForEach?: true;
  /** What A's side does first, so that the call can succeed. */
  readonly first?: "cancel";
  /** The status of a call that may be made, where that is none of 2xx. */
  readonly answers?: number;
  /** The call uses up what it names, so each caller gets a new one; "stores": no more than those without people. */
  readonly spends?: true | "stores";
  /** Each call is made with a session of its own. */
  readonly endsSession?: true;
  /** Registered only where the pages are built. */
  readonly ofBuiltPages?: true;
}
