import { useSyncExternalStore } from "react";
import { useRendered } from "../ui/page-data.tsx";
import { en } from "./en.ts";
import { ko, type Messages } from "./ko.ts";
import { currentLanguage, type Language, onLanguageChange } from "./language.ts";

export const catalogues: Record<Language, Messages> = { ko, en };

/** The texts in the language people read now; the component renders again when they switch. */
export function useMessages(): Messages {
  return catalogues[useLanguage()];
}

export function useLanguage(): Language {
  const rendered = useRendered();
  return useSyncExternalStore(onLanguageChange, currentLanguage, () => rendered?.language ?? currentLanguage());
}
