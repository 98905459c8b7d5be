import type { Language } from "../../../shared/languages.ts";
import { insights as en } from "../messages/en/insights.ts";
import { insights as ko } from "../messages/ko/insights.ts";
import { useLanguage } from "../messages/use-messages.ts";

const insightTexts: Record<Language, typeof ko> = { ko, en };

/** This room's texts. They come with its pages, so that the home page does not carry them. */
export const useInsightTexts = () => insightTexts[useLanguage()];
