import type { Language } from "../../../shared/languages.ts";
import { moderation as en } from "../messages/en/moderation.ts";
import { moderation as ko } from "../messages/ko/moderation.ts";
import { useLanguage } from "../messages/use-messages.ts";

const deskTexts: Record<Language, typeof ko> = { ko, en };

/** The texts for whoever looks after a room. */
export function useDeskTexts() {
  return deskTexts[useLanguage()];
}
