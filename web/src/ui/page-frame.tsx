import type { ReactNode } from "react";
import { useSession } from "../accounts/session.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { DemoStrip } from "./demo-strip.tsx";
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
  const places = usePlaces().filter(({ to }) => to !== "/account");
  return (
    <header className="top">
      <DemoStrip />
      <div className="wrap">
        <Logo />
        <nav aria-label={site.menu}>
          {places.map(({ to, label, isHere }) => (
            <Link key={to} to={to} aria-current={isHere ? "page" : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        <LanguageSwitch />
        <AccountLink />
      </div>
    </header>
  );
}

/** Its width is the same whoever is signed in, so that nothing beside it moves when that is known. */
function AccountLink() {
  const { accounts } = useMessages();
  const { person, isUnknown } = useSession();
  const path = usePath();
  const query = useQuery().toString();
  const isHere = path === "/account" ? "page" : undefined;
  if (person === null) {
    const here = query === "" ? path : `${path}?${query}`;
    const to = isHere ? here : `/account?returnTo=${encodeURIComponent(here)}`;
    return (
      <Link className={isUnknown ? "account unknown" : "account"} to={to} aria-current={isHere}>
        {accounts.signIn}
      </Link>
    );
  }
  return (
    <Link className="account" to="/account" aria-label={accounts.account(person.name)} aria-current={isHere}>
      <Icon name="person" size={20} />
      <span>{person.name}</span>
    </Link>
  );
}
