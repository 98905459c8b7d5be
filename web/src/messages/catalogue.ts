import type { Language } from "../../../shared/languages.ts";
import type { Messages } from "./ko.ts";

const loads: Record<Language, () => Promise<Messages>> = {
  ko: async () => (await import("./ko.ts")).ko,
  en: async () => (await import("./en.ts")).en,
};
const loaded = new Map<Language, Messages>();

/** Fetches the texts of a language: a reader needs one of them. Nothing is drawn in it before. */
export async function loadCatalogue(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, await loads[language]());
}

export function catalogueOf(language: Language): Messages {
  const texts = loaded.get(language);
  if (texts === undefined) throw new Error(`The texts in ${language} are not loaded.`);
  return texts;
}
