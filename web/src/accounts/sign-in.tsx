import type { RefCallback } from "react";
import { consentVersion } from "../../../shared/consent-version.ts";
import { languageParameter } from "../../../shared/languages.ts";
import { ownPathNear, signInPath } from "../../../shared/sign-in.ts";
import type { Messages } from "../messages/ko.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { useIsDemo } from "../ui/page-data.tsx";
import { Link } from "../ui/router.tsx";
import { KakaoSymbol } from "./kakao-symbol.tsx";
import { NameForm } from "./name-form.tsx";
import { useSession } from "./session.tsx";

interface SignInState {
  /** What signing in leads to here, which its title says. */
  readonly to: keyof Messages["accounts"]["titles"];
  /** Why one would; in general when left out. */
  readonly why?: string;
  /** Where Kakao leads back to; this page when left out. */
  readonly returnTo?: string | undefined;
  /** Goes on with what needed a person, after a sign-in that did not leave the page. */
  readonly onSignedIn?: () => void;
  /** The browser is about to leave for Kakao. */
  readonly onLeave?: () => void;
  /** It is all that a page says: its title is the page's own. */
  readonly isPage?: boolean;
  /** Its title, for a page where it takes the place of what had the focus. */
  readonly titleRef?: RefCallback<HTMLElement>;
}

/** Signing in at Kakao, which leads back to this page; in the demo also by a name alone. */
export function SignIn({ to, why, returnTo, onSignedIn, onLeave, isPage = false, titleRef }: SignInState) {
  const { accounts } = useMessages();
  const { hasExpired } = useSession();
  const isDemo = useIsDemo();
  const Title = isPage ? "h1" : "h2";
  return (
    <section className="sign-in" aria-labelledby="sign-in-title">
      <Title id="sign-in-title" tabIndex={-1} ref={titleRef}>
        {hasExpired ? accounts.again : accounts.titles[to]}
      </Title>
      <p className="sub small">{hasExpired ? accounts.expired : (why ?? accounts.why)}</p>
      <KakaoButton returnTo={returnTo} {...(onLeave === undefined ? {} : { onLeave })} />
      {isDemo && <p className="or">{accounts.orName}</p>}
      {isDemo && <NameForm {...(onSignedIn === undefined ? {} : { onSignedIn })} />}
    </section>
  );
}

interface KakaoButtonState {
  /** Where to go afterwards; this page when left out. */
  readonly returnTo?: string | undefined;
  readonly onLeave?: () => void;
}

/** Kakao's button, after its design guide: its yellow, its symbol, its words, 12 px; and what one agrees to by it. */
export function KakaoButton({ returnTo, onLeave }: KakaoButtonState) {
  const { accounts } = useMessages();
  const language = useLanguage();
  const { pathname = "/", search = "" } = globalThis.location ?? {};
  const back = encodeURIComponent(ownPathNear(returnTo ?? pathname + search));
  return (
    <>
      <a
        className="kakao"
        href={`${signInPath}?version=${consentVersion}&${languageParameter}=${language}&returnTo=${back}`}
        onClick={onLeave}
      >
        <KakaoSymbol />
        <span>{accounts.kakao}</span>
      </a>
      <p className="fine agree">
        {accounts.agree} <Link to="/privacy">{accounts.terms}</Link>
      </p>
    </>
  );
}
