import {
  firstKnownLanguage,
  type Language,
  languageCookie,
  languageKeptSeconds,
  languageParameter,
} from "../../../shared/languages.ts";
import { loadCatalogue } from "./catalogue.ts";

export type { Language };

const listeners = new Set<() => void>();
let chosen: Language = firstLanguage();

/** What the address asks for, else what somebody chose here before, else the browser's first that we have. */
function firstLanguage(): Language {
  if (globalThis.document === undefined) return firstKnownLanguage([]);
  const asked = new URLSearchParams(location.search).get(languageParameter);
  return firstKnownLanguage([asked, remembered(), ...navigator.languages]);
}

function remembered(): string | null {
  const kept = document.cookie.split("; ").find((pair) => pair.startsWith(`${languageCookie}=`));
  return kept?.slice(languageCookie.length + 1) ?? null;
}

export function currentLanguage(): Language {
  return chosen;
}

/**
 * Switches once the texts are here; without a network the page stays in its language. A browser may refuse to keep the
 * cookie; then the choice lasts as long as the page.
 */
export async function chooseLanguage(language: Language): Promise<void> {
  await loadCatalogue(language);
  chosen = language;
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it with the next page; the Cookie Store is younger.
  document.cookie = `${languageCookie}=${language}; path=/; max-age=${languageKeptSeconds}; samesite=lax`;
  forgetAskedLanguage();
  for (const listener of listeners) listener();
}

/** An address that asks for a language would win over the choice at the next load. */
function forgetAskedLanguage(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has(languageParameter)) return;
  address.searchParams.delete(languageParameter);
  history.replaceState(history.state, "", address);
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
