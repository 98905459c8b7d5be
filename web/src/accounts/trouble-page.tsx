import type { SignInTrouble } from "../../../shared/sign-in.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Link } from "../ui/router.tsx";
import { KakaoButton } from "./sign-in.tsx";
import { useProfileTexts } from "./texts.ts";
import { useReturnTo } from "./use-return-to.ts";

/** A sign-in that came to nothing: what happened, and two ways on. */
export function TroublePage({ trouble }: { trouble: SignInTrouble }) {
  const { accounts, site } = useMessages();
  const { title, why } = useProfileTexts().troubles[trouble];
  const returnTo = useReturnTo() ?? "/";
  useDocumentTitle(`${title} | ${site.name}`);
  useHeadingFocus(trouble);
  return (
    <div className="narrow slim trouble">
      <h1 className="page-title" tabIndex={-1}>
        {title}
      </h1>
      <p className="sub">{why}</p>
      <KakaoButton returnTo={returnTo} />
      <Link className="button line" to={returnTo}>
        {returnTo === "/" ? site.toStores : accounts.goBack}
      </Link>
    </div>
  );
}
