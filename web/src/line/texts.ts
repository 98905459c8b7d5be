import type { Language } from "../../../shared/languages.ts";
import * as en from "../messages/en/place.ts";
import * as ko from "../messages/ko/place.ts";
import { useLanguage } from "../messages/use-messages.ts";

export const placeTexts: Record<Language, ko.PlaceTexts> = { ko, en };

/** The texts about one's own place. They come with the pages of places, so that the home page does not carry them. */
export function usePlaceTexts(): ko.PlaceTexts {
  return placeTexts[useLanguage()];
}
