import { type Static, Type } from "typebox";
import { storeCardSchema } from "./stores.ts";

/** Why a store is shown: the largest part of its score that says something of it or of the person. */
export const reasons = [
  ...(["own", "segment", "others", "everybody"] as const),
  ...(["near", "endsSoon", "fresh", "free", "popular"] as const),
] as const;
export type Reason = (typeof reasons)[number];

const part = Type.Number();

/**
 * At most twelve stores with free seats, best first. `basis` is what is known of whoever asks: `own`, what they booked;
 * `segment`, what they told of themselves and agreed to its use; `everybody`, nothing. `modelId` is the model that
 * knows what segments like, null where none is live.
 */
export const recommendationsSchema = Type.Object({
  modelId: Type.Unsafe<string | null>({ type: ["string", "null"] }),
  basis: Type.Enum(["own", "segment", "everybody"]),
  items: Type.Array(
    Type.Object({
      store: storeCardSchema,
      reason: Type.Enum([...reasons]),
      score: part,
      /** What the score is the sum of. */
      terms: Type.Object({
        own: part,
        segment: part,
        others: part,
        everybody: part,
        near: part,
        endsSoon: part,
        fresh: part,
        free: part,
        popular: part,
        exploration: part,
      }),
    }),
    { maxItems: 12 },
  ),
});
export type Recommendations = Static<typeof recommendationsSchema>;

/** Stores with free seats that are like one: of its category or in its district. */
export const similarSchema = Type.Object({ items: Type.Array(storeCardSchema, { maxItems: 6 }) });
export type Similar = Static<typeof similarSchema>;
