import { categories } from "../../../shared/store-codes.ts";
import { termsBy } from "../models/shipped.ts";
import { emptyTaste } from "../models/training.ts";
import type { Learned } from "../rules.ts";
import { toStores } from "./rules-candidates.ts";
import { placeOfCategory, type StoreCategory, type Visitor } from "./rules-scoring.ts";

/** κ where none was measured for what somebody does here, of which there is little. */
const usualKappa = 10;

/** What is expected of whoever did this and is of this profile. */
export type Expect = (own: Visitor["own"], profile: readonly string[]) => Omit<Visitor, "latitude" | "longitude">;

const isOfStores = (name: string): name is StoreCategory => (categories as readonly string[]).includes(name);

/**
 * A model of categories of stores is used as it was measured, with its own κ, w and EASE. One of goods was measured on
 * purchases of cells of people, and its κ and weights count those: of it the shares are used alone.
 */
export function expectBy(learned: Learned): Expect {
  const names = learned.categories;
  const { kappa, easeWeight } = names.every(isOfStores) ? learned.parameters : { kappa: usualKappa, easeWeight: 0 };
  const terms = termsBy(learned);
  const nobody = emptyTaste("", names.length);
  const everybody = toStores(names, terms(nobody).segment);
  return (own, profile) => {
    const times = Float64Array.from(names, (name) => (isOfStores(name) ? (own[placeOfCategory(name)] ?? 0) : 0));
    const { segment, others } = terms({ ...nobody, profile, times });
    const weighted = toStores(names, others).map((each) => easeWeight * each);
    return { own, kappa, everybody, segment: toStores(names, segment), others: weighted };
  };
}

/** Where nothing was learned all categories are alike. */
export const expectNothing: Expect = (own) => {
  const even = categories.map(() => 1 / categories.length);
  return { own, kappa: usualKappa, everybody: even, segment: even, others: even.map(() => 0) };
};
