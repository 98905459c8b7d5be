import type { Language } from "../../../../shared/languages.ts";
import { staff as en } from "../../messages/en/staff.ts";
import { staff as ko } from "../../messages/ko/staff.ts";
import { useLanguage } from "../../messages/use-messages.ts";

const staffTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of these pages. They come with them, so that the home page does not carry them. */
export function useStaffTexts() {
  return staffTexts[useLanguage()];
}
