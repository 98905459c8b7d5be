import { cancelling as en } from "../messages/en/cancelling.ts";
import { cancelling as ko } from "../messages/ko/cancelling.ts";
import { useLanguage } from "../messages/use-messages.ts";

export const cancellingTexts: Record<"ko" | "en", typeof ko> = { ko, en };

/** Texts about a cancel that is under way. They come with the pages of reservations, not with the home page. */
export function useCancellingTexts(): typeof ko {
  return cancellingTexts[useLanguage()];
}
