import type { ReactNode } from "react";
import { KakaoSymbol } from "../accounts/kakao-symbol.tsx";
import { useSession } from "../accounts/session.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { Bell } from "../notifications/bell.tsx";
import { DemoStrip } from "./demo-strip.tsx";
import { FindField } from "./find-field.tsx";
import { Icon } from "./icon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { Logo } from "./logo.tsx";
import { Link, usePath, useQuery } from "./router.tsx";
import { Tabs, usePlaces } from "./tabs.tsx";

interface PageFrameContent {
  /** Whether the page lays out its own width. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** The frame of lists and forms, in the reader's own light or dark. */
export function PageFrame({ isWide = false, children }: PageFrameContent) {
  const { site } = useMessages();
  return (
    <>
      <a className="skip" href="#main">
        {site.skip}
      </a>
      <Header />
      <main className={isWide ? "page" : "page wrap"} id="main">
        {children}
      </main>
      <Tabs />
    </>
  );
}

function Header() {
  const { site } = useMessages();
  const { person } = useSession();
  const path = usePath();
  const places = usePlaces().filter(({ to }) => to !== "/account");
  return (
    <header className="top">
      <DemoStrip />
      <div className="wrap">
        <Logo />
        {/* Where stores are looked for, the page itself asks for their names. */}
        {path !== "/explore" && <FindField />}
        <nav aria-label={site.menu}>
          {places.map(({ to, label, isHere }) => (
            <Link key={to} to={to} aria-current={isHere ? "page" : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        <LanguageSwitch />
        <Bell isSignedIn={person !== null} />
        <AccountLink />
      </div>
    </header>
  );
}

/**
 * On a desk; on a phone it is the last of the tabs. Its width is the same whoever is signed in, so that nothing beside
 * it moves when that is known; Kakao's yellow comes with the knowledge that nobody is.
 */
function AccountLink() {
  const { accounts } = useMessages();
  const { person, isUnknown } = useSession();
  const path = usePath();
  const query = useQuery().toString();
  if (person !== null) {
    const isHere = path === "/account" ? "page" : undefined;
    return (
      <Link className="account" to="/account" aria-label={accounts.account(person.name)} aria-current={isHere}>
        <Icon name="person" size={20} />
        <span>{person.name}</span>
      </Link>
    );
  }
  const here = query === "" ? path : `${path}?${query}`;
  if (path === "/account") {
    return (
      <Link className="account" to={here} aria-current="page">
        {accounts.signIn}
      </Link>
    );
  }
  // What one agrees to by signing in stands on the page it leads to.
  return (
    <Link
      className={isUnknown ? "account unknown" : "account kakao"}
      to={`/account?returnTo=${encodeURIComponent(here)}`}
    >
      {!isUnknown && <KakaoSymbol />}
      <span>{accounts.kakao}</span>
    </Link>
  );
}
