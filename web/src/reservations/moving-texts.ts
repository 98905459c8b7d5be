import { moving as en } from "../messages/en/moving.ts";
import { moving as ko } from "../messages/ko/moving.ts";
import { useLanguage } from "../messages/use-messages.ts";

export const movingTexts: Record<"ko" | "en", typeof ko> = { ko, en };

/** Texts about moving a reservation. They come with the pages of reservations; the home page does not carry them. */
export function useMovingTexts(): typeof ko {
  return movingTexts[useLanguage()];
}
