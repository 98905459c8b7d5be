export const languages = ["ko", "en"] as const;
export type Language = (typeof languages)[number];

const place = "popline-language";
const listeners = new Set<() => void>();
let chosen: Language = firstLanguage();

/** What somebody chose here before, else the first of the browser's languages that we have, else Korean. */
function firstLanguage(): Language {
  const wanted = [remembered(), ...(globalThis.navigator?.languages ?? [])];
  const known = wanted.map((tag) => languages.find((language) => tag?.toLowerCase().startsWith(language)));
  return known.find((language) => language !== undefined) ?? "ko";
}

/** A browser may refuse to keep anything; then the choice lasts as long as the page. */
function remembered(): string | null {
  try {
    return globalThis.localStorage?.getItem(place) ?? null;
  } catch {
    return null;
  }
}

export function currentLanguage(): Language {
  return chosen;
}

export function chooseLanguage(language: Language): void {
  chosen = language;
  try {
    localStorage.setItem(place, language);
  } catch {
    // Kept for this page only.
  }
  for (const listener of listeners) listener();
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
