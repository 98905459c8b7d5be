import { type Static, Type } from "typebox";
import { moment } from "./moments.ts";

const number = Type.Number();
const text = Type.String();
const maybeText = Type.Unsafe<string | null>({ type: ["string", "null"] });

/** A model's id, as it stands in an address. */
export const modelParams = Type.Object({
  modelId: Type.String({ pattern: "^[1-9][0-9]{0,17}$", maxLength: 18 }),
});

/** A file of purchases is at most so large: about three times the source's 118,176 rows. */
export const largestPurchaseFileBytes = 24 * 1024 * 1024;

/** A mean difference to popularity, with the interval that holds 95 % of its resamples. */
const difference = Type.Object({ mean: number, low: number, high: number });

/** How a model, or a control, measured on weeks that none of them had seen; repeats allowed. */
const standing = Type.Object({
  name: text,
  precision3: number,
  ndcg10: number,
  coverage: number,
  precision3ToPopularity: difference,
  ndcg10ToPopularity: difference,
});
export type Standing = Static<typeof standing>;

const modelSchema = Type.Object({
  id: text,
  madeAt: moment,
  /** `refused`: it measured worse than popularity, or by too few, and never is live. `kept`: may be put back. */
  state: Type.Enum(["live", "kept", "refused"]),
  learnedFrom: Type.Enum(["purchases", "own"]),
  /** The purchases that it learned from, or that stand before what people did here; they need not be there any more. */
  imported: Type.Union([Type.Object({ source: text, rows: Type.Integer() }), Type.Null()]),
  dataHash: text,
  seed: number,
  /** Whom it was judged by; 0 where nothing was measured. */
  people: Type.Integer(),
  standings: Type.Array(standing),
});
export type LearnedModel = Static<typeof modelSchema>;

export const fitSchema = Type.Object({
  id: text,
  phase: Type.Enum(["reading", "judging", "learning"]),
  rows: Type.Integer(),
  begunAt: moment,
  endedAt: Type.Unsafe<string | null>({ type: ["string", "null"] }),
  /** What came of it; null while it runs, and where it failed. */
  model: maybeText,
  trouble: maybeText,
});
export type Fit = Static<typeof fitSchema>;

/** What came of the lists of the last 30 days; of fewer than ten people nothing is told. */
const outcome = Type.Object({
  place: Type.Enum(["home", "similar"]),
  model: maybeText,
  people: Type.Integer(),
  shown: Type.Integer(),
  /** Opened within a day. */
  opened: Type.Integer(),
  /** Reserved, or in line, within a week. */
  joined: Type.Integer(),
  /** Stores among them. */
  stores: Type.Integer(),
  /** How often each reason was given. */
  reasons: Type.Record(Type.String(), Type.Integer()),
});
export type ShownOutcome = Static<typeof outcome>;

/** All that operators see of recommendations. */
export const learningSchema = Type.Object({
  imported: Type.Union([Type.Object({ id: text, source: text, hash: text, rows: Type.Integer() }), Type.Null()]),
  fit: Type.Union([fitSchema, Type.Null()]),
  models: Type.Array(modelSchema, { maxItems: 31 }),
  outcomes: Type.Array(outcome, { maxItems: 62 }),
});
export type LearningDesk = Static<typeof learningSchema>;
