import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Icon } from "../ui/icon.tsx";
import { Link, navigate } from "../ui/router.tsx";
import { useSession } from "./session.tsx";
import { SignIn } from "./sign-in.tsx";

/** Who I am here: sign in, or sign out. */
export function AccountPage() {
  const { accounts, site } = useMessages();
  const { person, end } = useSession();
  useDocumentTitle(`${accounts.signIn} | ${site.name}`);
  useHeadingFocus(person === null ? "nobody" : "somebody");
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {person === null ? accounts.signIn : accounts.signedIn(person.name)}
      </h1>
      {person === null ? (
        <SignIn onSignedIn={() => navigate("/")} />
      ) : (
        <>
          <p className="sub">{accounts.keep}</p>
          <nav className="menu" aria-label={accounts.menu}>
            <Link to="/reservations">
              <Icon name="ticket" />
              <span>{site.reservations}</span>
              <Icon name="chevron" size={18} />
            </Link>
            <Link to="/explore">
              <Icon name="compass" />
              <span>{site.toStores}</span>
              <Icon name="chevron" size={18} />
            </Link>
          </nav>
          <button className="button ghost" type="button" onClick={end}>
            {accounts.signOut}
          </button>
        </>
      )}
    </div>
  );
}
