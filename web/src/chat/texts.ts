import type { Language } from "../../../shared/languages.ts";
import { chat as en } from "../messages/en/chat.ts";
import { chat as ko } from "../messages/ko/chat.ts";
import { useLanguage } from "../messages/use-messages.ts";

const chatTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of rooms. They come with their pages, so that the home page does not carry them. */
export function useChatTexts() {
  return chatTexts[useLanguage()];
}
