import type { Language } from "../../../shared/languages.ts";
import { openings as en } from "../messages/en/openings.ts";
import { openings as ko } from "../messages/ko/openings.ts";
import { useLanguage } from "../messages/use-messages.ts";

const openingsTexts: Record<Language, typeof ko> = { ko, en };

/** This room's texts. They come with its page, so that the home page does not carry them. */
export function useOpeningTexts() {
  return openingsTexts[useLanguage()];
}
