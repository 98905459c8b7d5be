import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Recommendations } from "../../shared/recommendations.ts";
import type { StoreCard, StoresQuery } from "../../shared/stores.ts";
import type { Clock } from "../platform/clock.ts";
import { numberFrom } from "./models/folds.ts";
import { backOff, toSegments } from "./models/segments.ts";
import type { DeedBook, ModelShelf, Told } from "./ports.ts";
import { knownProfileOf, type Learned } from "./rules.ts";
import { candidateOf, evenShares, sharesOfStores } from "./scoring/rules-candidates.ts";
import type { Visitor } from "./scoring/rules-scoring.ts";
import { recommend, selectFrom } from "./scoring/rules-variety.ts";

const shown = 12;
/** Some of what was chosen may have filled up since. */
const chosen = 18;
const perPage = 100;
const mostPages = 20;
const selectionMs = 30_000;
const modelMs = 60_000;
const dayMs = 86_400_000;

interface World {
  readonly stores: {
    list(query: StoresQuery): Promise<Page<StoreCard> | Refused>;
    find(id: StoreId): Promise<StoreCard | Refused>;
  };
  readonly models: Pick<ModelShelf, "live">;
  readonly deeds: DeedBook;
  readonly clock: Pick<Clock, "now">;
}

/** What was loaded stays for so long, one load at a time; a load that fails is not kept. */
function keptFor<Value>(clock: Pick<Clock, "now">, ageMs: number, load: () => Promise<Value>) {
  let kept: { readonly at: number; readonly value: Promise<Value> } | null = null;
  return (): Promise<Value> => {
    if (kept !== null && clock.now() - kept.at < ageMs) return kept.value;
    const value = load();
    kept = { at: clock.now(), value };
    value.catch(() => {
      kept = null;
    });
    return value;
  };
}

const expectationsOf = ({ categories, parameters, segments }: Learned) => {
  const sharesBy = backOff(toSegments(segments), parameters.smoothing);
  return (profile: readonly string[]) => sharesOfStores(categories, sharesBy(profile));
};

const basisOf = (told: Told, profile: readonly string[]): Recommendations["basis"] => {
  if (told.own.some((deeds) => deeds > 0)) return "own";
  return profile.length > 0 ? "segment" : "everybody";
};

const nobody: Told = { ageBand: null, sex: null, region: null, own: [] };

/** Which stores somebody is shown, and why. Of nobody more is used than they agreed to; then what is popular. */
export function createShowing({ stores, models, deeds, clock }: World) {
  async function loadSelection() {
    const cards: StoreCard[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const query: StoresQuery = { state: "open", limit: String(perPage), ...(cursor === null ? {} : { cursor }) };
      const answer: Page<StoreCard> | Refused = await stores.list(query);
      if ("problem" in answer) throw new Error(`Stores could not be listed: ${answer.problem}`);
      cards.push(...answer.items);
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
    return selectFrom(cards.map((card) => candidateOf(card, clock.now())));
  }
  const selection = keptFor(clock, selectionMs, loadSelection);
  const model = keptFor(clock, modelMs, async () => {
    const live = await models.live();
    return { id: live?.id ?? null, expect: live === null ? evenShares : expectationsOf(live.learned) };
  });

  return {
    async show(person: PersonId | null): Promise<Recommendations> {
      const { id: modelId, expect } = await model();
      const told = person === null ? nobody : await deeds.of(person);
      const profile = knownProfileOf(told);
      const everybody = expect([]);
      const own = told.own.length === 0 ? everybody.map(() => 0) : told.own;
      const visitor: Visitor = { own, everybody, segment: expect(profile), latitude: null, longitude: null };
      const today = Math.floor(clock.now() / dayMs);
      const luck = ({ id }: { id: string }) => numberFrom(`${person} ${today} ${id}`) / 2 ** 32;
      const list = recommend(await selection(), { visitor, luck }, chosen);
      const cards = await Promise.all(list.map(({ id }) => stores.find(id as StoreId)));
      const items = list.flatMap(({ reason, score, terms }, at) => {
        const store = cards[at];
        const isThere = store !== undefined && !("problem" in store) && store.state === "open";
        return isThere ? [{ store, reason, score, terms }] : [];
      });
      return { modelId, basis: basisOf(told, profile), items: items.slice(0, shown) };
    },
  };
}

export type Showing = ReturnType<typeof createShowing>;
