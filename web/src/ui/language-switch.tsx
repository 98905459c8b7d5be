import { chooseLanguage } from "../messages/language.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";

/**
 * Switches the texts where they stand: same address, same state. It is in every header and says the other language's
 * own name, since who looks for it may read nothing else of the page.
 */
export function LanguageSwitch() {
  const other = useLanguage() === "ko" ? "en" : "ko";
  const { site } = useMessages();
  return (
    <button
      className="quiet"
      type="button"
      lang={other}
      onClick={() => void chooseLanguage(other).catch(() => undefined)}
    >
      {site.otherLanguage}
    </button>
  );
}
