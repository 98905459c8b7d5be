import { consentVersion } from "../../../shared/privacy.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { useContact } from "../ui/page-data.tsx";
import { usePrivacyTexts } from "./texts.ts";

/** What people agree to when they sign in: the terms, and what is stored of them, why, and how long. */
export function PrivacyPage() {
  const texts = usePrivacyTexts();
  const contact = useContact();
  useDocumentTitle(texts.documentTitle);
  useHeadingFocus("privacy");
  return (
    <article className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.title}
      </h1>
      <p className="sub">{texts.lead}</p>
      {texts.sections.map(({ title, text }) => (
        <section key={title}>
          <h2 className="section-title">{title}</h2>
          <p>{text}</p>
        </section>
      ))}
      <section>
        <h2 className="section-title">{texts.responsible.title}</h2>
        <p>
          {texts.responsible.text} {contact === null ? texts.responsible.inDemo : texts.responsible.ask}
        </p>
        {contact !== null && (
          <a className="write-to" href={`mailto:${contact}`}>
            {contact}
          </a>
        )}
      </section>
      <p className="fine">{texts.version(consentVersion)}</p>
    </article>
  );
}
