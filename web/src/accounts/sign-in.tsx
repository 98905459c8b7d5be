import { consentVersion } from "../../../shared/consent-version.ts";
import { ownPathNear, signInPath } from "../../../shared/sign-in.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useIsDemo } from "../ui/page-data.tsx";
import { Link } from "../ui/router.tsx";
import { NameForm } from "./name-form.tsx";
import { useSession } from "./session.tsx";

const bubble =
  "M9 1.5C4.6 1.5 1 4.3 1 7.8c0 2.2 1.5 4.2 3.7 5.3l-.8 3" +
  "c-.1.3.2.5.4.3L7.9 14l1.1.1c4.4 0 8-2.8 8-6.3S13.4 1.5 9 1.5Z";

interface SignInState {
  /** Where Kakao leads back to; this page when left out. */
  readonly returnTo?: string | undefined;
  /** Goes on with what needed a person, after a sign-in that did not leave the page. */
  readonly onSignedIn?: () => void;
  /** The browser is about to leave for Kakao. */
  readonly onLeave?: () => void;
}

/** Signing in at Kakao, which leads back to this page; in the demo also by a name alone. */
export function SignIn({ returnTo, onSignedIn, onLeave }: SignInState) {
  const { accounts } = useMessages();
  const { hasExpired } = useSession();
  const isDemo = useIsDemo();
  return (
    <section className="sign-in" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">{hasExpired ? accounts.again : accounts.title}</h2>
      <p className="sub small">{hasExpired ? accounts.expired : accounts.why}</p>
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
  const { pathname = "/", search = "" } = globalThis.location ?? {};
  const back = ownPathNear(returnTo ?? pathname + search);
  return (
    <>
      <a
        className="kakao"
        href={`${signInPath}?version=${consentVersion}&returnTo=${encodeURIComponent(back)}`}
        onClick={onLeave}
      >
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <path fill="#000" d={bubble} />
        </svg>
        <span>{accounts.kakao}</span>
      </a>
      <p className="fine agree">
        {accounts.agree} <Link to="/privacy">{accounts.terms}</Link>
      </p>
    </>
  );
}
