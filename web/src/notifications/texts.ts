import type { Language } from "../../../shared/languages.ts";
import { notifications as en } from "../messages/en/notifications.ts";
import { notifications as ko } from "../messages/ko/notifications.ts";
import { useLanguage } from "../messages/use-messages.ts";

const notificationTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of these pages. They come with them, so that the home page does not carry them. */
export function useNotificationTexts() {
  return notificationTexts[useLanguage()];
}
