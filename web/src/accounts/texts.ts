import type { Language } from "../../../shared/languages.ts";
import { privacy as privacyEn } from "../messages/en/privacy.ts";
import { profile as en } from "../messages/en/profile.ts";
import { privacy as privacyKo } from "../messages/ko/privacy.ts";
import { profile as ko } from "../messages/ko/profile.ts";
import { useLanguage } from "../messages/use-messages.ts";

const profileTexts: Record<Language, typeof ko> = { ko, en };

export const profileTextsIn = (language: Language) => profileTexts[language];

/** The texts of the pages about oneself. They come with these pages, so that the home page does not carry them. */
export function useProfileTexts() {
  return profileTextsIn(useLanguage());
}

export const privacyTexts: Record<Language, typeof privacyKo> = { ko: privacyKo, en: privacyEn };

/** The texts about personal data. */
export function usePrivacyTexts() {
  return privacyTexts[useLanguage()];
}
