import { type Static, Type } from "typebox";
import { slotId } from "./ids.ts";
import { momentOrNull } from "./moments.ts";

/** What a rehearsal is doing; `failed` when it could not be carried out, whatever the verdict would have been. */
export const rehearsalPhases = ["signing-in", "waiting", "rush", "moving", "checking", "done", "failed"] as const;

export type RehearsalPhase = (typeof rehearsalPhases)[number];

/** What the checker measured. Milliseconds are of the press until its answer, as the visitors saw it. */
export const verdictSchema = Type.Object({
  isClean: Type.Boolean(),
  seats: Type.Integer(),
  booked: Type.Integer(),
  oversold: Type.Integer(),
  duplicates: Type.Integer(),
  orderErrors: Type.Integer(),
  idleSeats: Type.Integer(),
  unanswered: Type.Integer(),
  /** Told neither a place nor that there is none, however often they came again: a limit, or a server in trouble. */
  turnedAway: Type.Integer(),
  otherErrors: Type.Integer(),
  presses: Type.Integer(),
  /** That the crowd was one: people who pressed with two keys, and presses whose answer nobody saw. */
  doubleTaps: Type.Integer(),
  drops: Type.Integer(),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  lastAnswerMs: Type.Number(),
  /** Of one processor, used by the visitors' own process while everybody pressed. */
  generatorPercent: Type.Integer(),
  findings: Type.Array(Type.String()),
});
export type Verdict = Static<typeof verdictSchema>;

/** One second after the opening: presses answered in it, and how many were seated and waited at its end. */
export const secondSchema = Type.Object({
  second: Type.Integer(),
  answered: Type.Integer(),
  booked: Type.Integer(),
  waiting: Type.Integer(),
});

export const rehearsalSchema = Type.Object({
  phase: Type.Enum([...rehearsalPhases]),
  visitors: Type.Integer(),
  seats: Type.Integer(),
  signedIn: Type.Integer(),
  pressed: Type.Integer(),
  answered: Type.Integer(),
  slotId: Type.Union([slotId, Type.Null()]),
  opensAt: momentOrNull,
  seconds: Type.Array(secondSchema),
  verdict: Type.Union([verdictSchema, Type.Null()]),
  trouble: Type.Union([Type.String(), Type.Null()]),
});
export type RehearsalState = Static<typeof rehearsalSchema>;

/** What somebody may ask for with the button. */
export const newRehearsalBody = Type.Object(
  {
    visitors: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
    seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
  },
  { additionalProperties: false },
);
export type NewRehearsal = Static<typeof newRehearsalBody>;
