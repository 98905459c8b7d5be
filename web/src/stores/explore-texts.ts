import { explore as en } from "../messages/en/explore.ts";
import { explore as ko } from "../messages/ko/explore.ts";
import { useLanguage } from "../messages/use-messages.ts";

export const exploreTexts: Record<"ko" | "en", typeof ko> = { ko, en };

/** Texts of the search. They come with its page; the home page does not carry them. */
export function useExploreTexts(): typeof ko {
  return exploreTexts[useLanguage()];
}
