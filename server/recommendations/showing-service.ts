import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Recommendations, Similar } from "../../shared/recommendations.ts";
import type { Clock } from "../platform/clock.ts";
import { keptFor } from "./kept-for.ts";
import { numberFrom } from "./models/folds.ts";
import { type Catalogue, createOpenStores } from "./open-stores.ts";
import type { DeedBook, ModelShelf, Told } from "./ports.ts";
import { knownProfileOf } from "./rules.ts";
import { expectBy, expectNothing } from "./scoring/expectations.ts";
import { alikeTo, recommend } from "./scoring/rules-variety.ts";
import type { Watching } from "./watching/watching-service.ts";

const shown = 12;
/** Some of what was chosen may have filled up since. */
const chosen = 18;
const mostAlike = 6;
/** So long after a model was put back each process may still use the other. */
const lookForModelMs = 1_000;
const dayMs = 86_400_000;

type LiveModel = Pick<ModelShelf, "live" | "liveId">;

interface World {
  readonly stores: Catalogue;
  readonly models: LiveModel;
  readonly deeds: DeedBook;
  readonly watching: Pick<Watching, "shown">;
  readonly clock: Pick<Clock, "now">;
}

const basisOf = (told: Told, profile: readonly string[]): Recommendations["basis"] => {
  if (told.own.some((deeds) => deeds > 0)) return "own";
  return profile.length > 0 ? "segment" : "everybody";
};

const nobody: Told = { ageBand: null, sex: null, region: null, own: [] };

/** The model that is live, loaded anew when it is another one than a moment ago. */
function followModel(models: LiveModel, clock: Pick<Clock, "now">) {
  const liveId = keptFor(clock, lookForModelMs, models.liveId);
  async function load() {
    const live = await models.live();
    return { id: live?.id ?? null, expect: live === null ? expectNothing : expectBy(live.learned) };
  }
  let kept: { readonly id: string | null; readonly model: ReturnType<typeof load> } | null = null;
  return async () => {
    const id = await liveId();
    if (kept?.id !== id) {
      const model = load();
      kept = { id, model };
      model.catch(() => {
        kept = null;
      });
    }
    return kept.model;
  };
}

/** Which stores somebody is shown, and why. Of nobody more is used than they agreed to; then what is popular. */
export function createShowing({ stores, models, deeds, watching, clock }: World) {
  const open = createOpenStores({ stores, clock });
  const model = followModel(models, clock);

  return {
    async show(person: PersonId | null): Promise<Recommendations> {
      const { id: modelId, expect } = await model();
      const told = person === null ? nobody : await deeds.of(person);
      const profile = knownProfileOf(told);
      const { own, segment, everybody, others, kappa } = expect(told.own, profile);
      // Not spread: such an object is read so slowly, 2,000 times, that P8 is missed.
      const visitor = { own, segment, everybody, others, kappa, latitude: null, longitude: null };
      const today = Math.floor(clock.now() / dayMs);
      const ofToday = numberFrom(`${person} ${today} `);
      const luck = ({ id }: { id: string }) => numberFrom(id, ofToday) / 2 ** 32;
      const list = recommend(await open.selection(), { visitor, luck }, chosen);
      const there = await open.stillOpen(list, shown);
      const items = there.map(({ store, reason, score, terms }) => ({ store, reason, score, terms }));
      if (person !== null) {
        const seen = items.map(({ store, reason }) => ({ store: store.id as StoreId, reason }));
        watching.shown(person, { place: "home", model: modelId, items: seen });
      }
      return { modelId, basis: basisOf(told, profile), items };
    },
    /** What is like a store, of its category first: the same whoever asks. */
    async similar(id: StoreId, person: PersonId | null): Promise<Similar | Refused> {
      const store = await open.find(id);
      if ("problem" in store) return store;
      const alike = alikeTo(await open.selection(), store, chosen);
      const items = (await open.stillOpen(alike, mostAlike)).map((each) => each.store);
      if (person !== null) {
        const seen = items.map(({ id: shownId }) => ({ store: shownId as StoreId, reason: "similar" }));
        watching.shown(person, { place: "similar", model: null, items: seen });
      }
      return { items };
    },
  };
}

export type Showing = ReturnType<typeof createShowing>;
