/** The languages of the product; the first is spoken to whoever asks for none of them. */
export const languages = ["ko", "en"] as const;
export type Language = (typeof languages)[number];

/** Where a browser keeps the language somebody chose, so that the server can draw the page in it. */
export const languageCookie = "popline-language";
export const languageKeptSeconds = 31_536_000;
/** Asks for a language in an address. */
export const languageParameter = "lang";

/** The first of these tags (`ko`, `en-GB`, …) that we speak; what is unknown or missing is passed over. */
export function firstKnownLanguage(tags: readonly (string | null | undefined)[]): Language {
  const known = tags.map((tag) => languages.find((language) => tag?.toLowerCase().split("-")[0] === language));
  return known.find((language) => language !== undefined) ?? languages[0];
}
