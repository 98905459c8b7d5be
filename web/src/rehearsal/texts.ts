import { rehearsal as en } from "../messages/en/rehearsal.ts";
import { rehearsal as ko } from "../messages/ko/rehearsal.ts";
import { useLanguage } from "../messages/use-messages.ts";

export type RehearsalTexts = typeof ko;

export const rehearsalTexts: Record<"ko" | "en", RehearsalTexts> = { ko, en };

/** This room's texts. They come with its page, so that the home page does not carry them. */
export function useTexts(): RehearsalTexts {
  return rehearsalTexts[useLanguage()];
}
