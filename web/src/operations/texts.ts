import type { Language } from "../../../shared/languages.ts";
import { operations as en } from "../messages/en/operations.ts";
import { operations as ko } from "../messages/ko/operations.ts";
import { useLanguage } from "../messages/use-messages.ts";

const operationTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of operators' pages. */
export function useOperationTexts() {
  return operationTexts[useLanguage()];
}
