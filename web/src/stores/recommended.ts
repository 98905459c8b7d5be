import type { Recommendations, Similar } from "../../../shared/recommendations.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { isProblem, read } from "../api.ts";
import { recommendations as en } from "../messages/en/recommendations.ts";
import { recommendations as ko } from "../messages/ko/recommendations.ts";
import type { Language } from "../messages/language.ts";

export const recommendedTexts: Record<Language, typeof ko> = { ko, en };

/** Stores for somebody, with the words of their row. */
export interface OwnStores {
  readonly items: readonly { readonly store: StoreCard; reason(category: string, language: Language): string }[];
  /** Null where they are what everybody likes. */
  title(name: string, language: Language): string | null;
}

type Item = Recommendations["items"][number];

/** Why a store is shown. */
function reasonOf({ reason }: Item, category: string, language: Language): string {
  const text = recommendedTexts[language].reasons[reason];
  return typeof text === "string" ? text : text(category);
}

/** What whoever is signed in may like; null when nobody answered. */
export async function readOwnStores(): Promise<OwnStores | null> {
  const answer = await read<Recommendations>("/api/recommendations");
  if (isProblem(answer)) return null;
  return {
    items: answer.items.map((item) => ({
      store: item.store,
      reason: (category, language) => reasonOf(item, category, language),
    })),
    title: (name, language) => (answer.basis === "everybody" ? null : recommendedTexts[language].title(name)),
  };
}

/** None when nobody answered. */
export async function readSimilar(storeId: string): Promise<readonly StoreCard[]> {
  const answer = await read<Similar>(`/api/stores/${storeId}/similar`);
  return isProblem(answer) ? [] : answer.items;
}
