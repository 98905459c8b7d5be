import type { Me } from "../../../shared/accounts.ts";
import { consentVersion } from "../../../shared/consent-version.ts";
import { requiredConsents } from "../../../shared/privacy.ts";
import { isProblem, read, write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { useSession } from "./session.tsx";
import { usePrivacyTexts } from "./texts.ts";

/** In the place of the page that was asked for, as long as somebody has not agreed to the text of today. */
export function AgreePage() {
  const { accounts, problems } = useMessages();
  const texts = usePrivacyTexts();
  const { change, end } = useSession();
  const { isBusy, problem, run } = useAction<Me>(change);
  useDocumentTitle(texts.documentTitle);
  useHeadingFocus("agree");
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.anew}
      </h1>
      <p className="sub">{texts.anewWhy}</p>
      <ul className="changes">
        {texts.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <Link className="button line" to="/privacy">
        {texts.read}
      </Link>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
      <button className="button primary" type="button" disabled={isBusy} onClick={() => run(agree)}>
        {texts.agree}
      </button>
      <button className="button ghost" type="button" onClick={() => void end()}>
        {accounts.signOut}
      </button>
    </div>
  );
}

/** Agrees to the text that this page showed; answers what is so of me then. */
async function agree() {
  const body = { kinds: requiredConsents, isGiven: true, version: consentVersion };
  const answer = await write<object>("POST", "/api/me/consents", { body });
  return isProblem(answer) ? answer : read<Me>("/api/me");
}
