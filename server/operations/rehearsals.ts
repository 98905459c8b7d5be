import type { Refused } from "../../shared/problems.ts";
import type { NewRehearsal, RehearsalState } from "../../shared/rehearsals.ts";
import type { RehearsalPlan, Stage } from "./ports.ts";

const usual: RehearsalPlan = { visitors: 10_000, seats: 500 };

export type Rehearsals = ReturnType<typeof createRehearsals>;

const beginning = ({ visitors, seats }: RehearsalPlan): RehearsalState => ({
  phase: "signing-in",
  visitors,
  seats,
  signedIn: 0,
  pressed: 0,
  answered: 0,
  slotId: null,
  opensAt: null,
  seconds: [],
  verdict: null,
  trouble: null,
});
const endedEarly = (lastWords: string) => (lastWords === "" ? "It ended early." : `It ended early: ${lastWords}`);
const hasEnded = ({ phase }: RehearsalState) => phase === "done" || phase === "failed";

/** Rehearsals of an opening, one at a time; the latest is kept until the next one begins. */
export function createRehearsals(stage: Stage) {
  let latest: RehearsalState | null = null;
  let tickets: string | null = null;

  return {
    latest: (): RehearsalState | null => latest,
    /** Every ticket of the latest as CSV, once it has been judged. */
    tickets: (): string | Refused => tickets ?? { problem: "not-found" },
    begin(wish: NewRehearsal): RehearsalState | Refused {
      if (latest !== null && !hasEnded(latest)) return { problem: "rehearsal-running" };
      const plan = { ...usual, ...wish };
      latest = beginning(plan);
      tickets = null;
      const tell = ({ tickets: written, ...change }: Partial<RehearsalState> & { readonly tickets?: string }) => {
        if (latest !== null) latest = { ...latest, ...change };
        tickets = written ?? tickets;
      };
      stage.play(plan, tell).then(
        (words) => tell(latest !== null && hasEnded(latest) ? {} : { phase: "failed", trouble: endedEarly(words) }),
        (error: unknown) => tell({ phase: "failed", trouble: String(error) }),
      );
      return latest;
    },
    stop: () => stage.stop(),
  };
}
