import { useSyncExternalStore } from "react";
import { useRendered } from "../ui/page-data.tsx";
import { catalogueOf } from "./catalogue.ts";
import type { Messages } from "./ko.ts";
import { currentLanguage, type Language, onLanguageChange } from "./language.ts";

/** The texts in the language people read now; the component renders again when they switch. */
export function useMessages(): Messages {
  return catalogueOf(useLanguage());
}

export function useLanguage(): Language {
  const rendered = useRendered();
  return useSyncExternalStore(onLanguageChange, currentLanguage, () => rendered?.language ?? currentLanguage());
}
