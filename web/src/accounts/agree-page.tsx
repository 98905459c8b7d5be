import type { Me } from "../../../shared/accounts.ts";
import { consentVersion } from "../../../shared/consent-version.ts";
import { requiredConsents } from "../../../shared/privacy.ts";
import { isProblem, read, write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { Refusal } from "./refusal.tsx";
import { useSession } from "./session.tsx";
import { usePrivacyTexts } from "./texts.ts";

/**
 * In the place of the page that was asked for, as long as somebody has not agreed to the text of today: a newcomer, or
 * somebody who agreed to an older one.
 */
export function AgreePage() {
  const { accounts } = useMessages();
  const texts = usePrivacyTexts();
  const { person, change, end } = useSession();
  const isNew = person?.hasAgreedBefore !== true;
  const { isBusy, problem, run } = useAction<Me>(change);
  useDocumentTitle(texts.documentTitle);
  useHeadingFocus("agree");
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {isNew ? texts.first : texts.anew}
      </h1>
      <p className="sub">{isNew ? texts.firstWhy : texts.anewWhy}</p>
      {!isNew && <Points title={texts.changed} points={texts.changes} />}
      <Points title={texts.agreeing} points={texts.required} />
      <Link className="button line" to="/privacy">
        {texts.read}
      </Link>
      <Refusal problem={problem} />
      <button className="button primary" type="button" disabled={isBusy} onClick={() => run(agree)}>
        {texts.agree}
      </button>
      <button className="button ghost" type="button" onClick={() => void end()}>
        {accounts.signOut}
      </button>
    </div>
  );
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  return (
    <>
      <h2 className="section-title">{title}</h2>
      <ul className="points">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}

/** Agrees to the text that this page showed; answers what is so of me then. */
async function agree() {
  const body = { kinds: requiredConsents, isGiven: true, version: consentVersion };
  const answer = await write<object>("POST", "/api/me/consents", { body });
  return isProblem(answer) ? answer : read<Me>("/api/me");
}
