import type { ReactNode } from "react";
import { useSession } from "../accounts/session.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "./icon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { Logo } from "./logo.tsx";
import { Link, usePath } from "./router.tsx";

/** The frame of lists and forms, in the reader's own light or dark. */
export function PageFrame({ children }: { children: ReactNode }) {
  const { site } = useMessages();
  const path = usePath();
  return (
    <>
      <a className="skip" href="#main">
        {site.skip}
      </a>
      <header className="top">
        <div className="wrap">
          <Logo />
          <nav aria-label={site.menu}>
            <Link to="/reservations" aria-current={path === "/reservations" ? "page" : undefined}>
              {site.reservations}
            </Link>
            <LanguageSwitch />
            <AccountLink current={path === "/account"} />
          </nav>
        </div>
      </header>
      <main className="page wrap" id="main">
        {children}
      </main>
    </>
  );
}

function AccountLink({ current }: { current: boolean }) {
  const { accounts } = useMessages();
  const { person } = useSession();
  const isHere = current ? "page" : undefined;
  if (person === null) {
    return (
      <Link to="/account" aria-current={isHere}>
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
