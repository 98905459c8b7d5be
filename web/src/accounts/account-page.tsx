import { useState } from "react";
import type { Me } from "../../../shared/accounts.ts";
import { useMessages } from "../messages/use-messages.ts";
import { NotificationsLink } from "../notifications/notifications-link.tsx";
import { useNotificationTexts } from "../notifications/texts.ts";
import { MyStores } from "../stores/staff/my-stores.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Icon } from "../ui/icon.tsx";
import { LoadingBars } from "../ui/loading.tsx";
import { useIsDemo } from "../ui/page-data.tsx";
import { Link, navigate } from "../ui/router.tsx";
import { MyData } from "./my-data.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { useSession } from "./session.tsx";
import { SessionList } from "./session-list.tsx";
import { SignIn } from "./sign-in.tsx";
import { usePrivacyTexts, useProfileTexts } from "./texts.ts";
import { useConsents } from "./use-consents.ts";
import { type KnownMe, useMe } from "./use-me.ts";
import { useReturnTo } from "./use-return-to.ts";

/** Who I am here: sign in, and go on where one was; or what is stored of me, where I am signed in, and signing out. */
export function AccountPage() {
  const { accounts, site } = useMessages();
  const { person, isUnknown, isErased } = useSession();
  const returnTo = useReturnTo();
  const texts = usePrivacyTexts();
  useDocumentTitle(`${person === null ? accounts.signIn : accounts.mine} | ${site.name}`);
  useHeadingFocus(isUnknown ? null : (person?.id ?? "nobody"));
  return (
    <div className={person === null ? "narrow slim" : "narrow"}>
      <h1 className="page-title" tabIndex={-1}>
        {person === null ? accounts.signIn : accounts.signedIn(person.name)}
      </h1>
      {isErased && (
        <p className="note" role="status">
          {texts.erased}
        </p>
      )}
      {person === null ? (
        !isUnknown && (
          <SignIn to="account" returnTo={returnTo ?? undefined} onSignedIn={() => navigate(returnTo ?? "/")} />
        )
      ) : (
        <Mine key={person.id} />
      )}
    </div>
  );
}

function Mine() {
  const { accounts } = useMessages();
  const { end } = useSession();
  const known = useMe();
  const agreed = useConsents();
  const [isSaved, setIsSaved] = useState(false);
  // Telling is agreeing to its use, and taking that back is no longer having told.
  function save(me: Me): void {
    known.know(me);
    agreed.askAgain();
    setIsSaved(true);
  }
  function takeBack(): void {
    known.askAgain();
    setIsSaved(false);
  }
  return (
    <>
      <div className="beside">
        <p className="sub">{accounts.keep}</p>
        <button className="button line" type="button" onClick={() => void end()}>
          {accounts.signOut}
        </button>
      </div>
      <Menu />
      <MyStores />
      <Profile known={known} isSaved={isSaved} onSaved={save} />
      <SessionList />
      <MyData known={agreed} onTakenBack={takeBack} />
    </>
  );
}

function Menu() {
  const { accounts, site } = useMessages();
  const notifications = useNotificationTexts();
  const profile = useProfileTexts();
  const isDemo = useIsDemo();
  const { person } = useSession();
  return (
    <nav className="menu" aria-label={accounts.menu}>
      <Link to="/reservations">
        <Icon name="ticket" />
        <span>{site.reservations}</span>
        <Icon name="chevron" size={18} />
      </Link>
      <NotificationsLink />
      {person?.role === "operator" && (
        <Link to="/operations/recommendations">
          <Icon name="line" />
          <span>{profile.learning}</span>
          <Icon name="chevron" size={18} />
        </Link>
      )}
      {isDemo && (
        <Link to="/demo/mailbox">
          <Icon name="mail" />
          <span>{notifications.mailbox.title}</span>
          <Icon name="chevron" size={18} />
        </Link>
      )}
      {person?.role === "operator" && (
        <Link to="/operations">
          <Icon name="shield" />
          <span>{profile.operations}</span>
          <Icon name="chevron" size={18} />
        </Link>
      )}
      <Link to="/explore">
        <Icon name="compass" />
        <span>{site.toStores}</span>
        <Icon name="chevron" size={18} />
      </Link>
    </nav>
  );
}

interface ProfileShown {
  readonly known: KnownMe;
  readonly isSaved: boolean;
  readonly onSaved: (me: Me) => void;
}

function Profile({ known: { me, edition }, isSaved, onSaved }: ProfileShown) {
  const texts = useProfileTexts();
  return (
    <section aria-labelledby="profile-title">
      <h2 className="section-title" id="profile-title">
        {texts.title}
      </h2>
      {me === null ? (
        <LoadingBars />
      ) : (
        <>
          <dl className="fixed-facts">
            <div>
              <dt>{texts.email}</dt>
              <dd>{me.email ?? texts.noEmail}</dd>
            </div>
            <div>
              <dt>{texts.number}</dt>
              <dd>{me.id}</dd>
            </div>
          </dl>
          <ProfileForm key={edition} me={me} hasName label={texts.save} onSaved={onSaved}>
            <output className="sub small">{isSaved ? texts.saved : ""}</output>
          </ProfileForm>
        </>
      )}
    </section>
  );
}
