import type { Me } from "../../../shared/accounts.ts";
import { write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { navigate } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { ProfileForm } from "./profile-form.tsx";
import { useSession } from "./session.tsx";
import { SignIn } from "./sign-in.tsx";
import { useProfileTexts } from "./texts.ts";
import { useMe } from "./use-me.ts";
import { useReturnTo } from "./use-return-to.ts";

/** After the first login: what somebody may tell about themselves, and a way past it. */
export function WelcomePage() {
  const { person, isUnknown } = useSession();
  const { accounts } = useMessages();
  useDocumentTitle(useProfileTexts().welcomeTitle);
  if (isUnknown) return <LoadingBars />;
  if (person !== null) return <Questions name={person.name} />;
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {accounts.signIn}
      </h1>
      <SignIn to="account" />
    </div>
  );
}

function Questions({ name }: { name: string }) {
  const { problems } = useMessages();
  const texts = useProfileTexts();
  const { me } = useMe();
  const returnTo = useReturnTo() ?? "/";
  const { change } = useSession();
  const { isBusy, problem, run } = useAction<Me>((changed) => {
    change(changed);
    navigate(returnTo);
  });
  const skip = () => run(() => write<Me>("PATCH", "/api/me", { body: { isIntroduced: true } }));
  useHeadingFocus("welcome");
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.welcome(name)}
      </h1>
      <div className="beside">
        <p className="sub">{texts.welcomeWhy}</p>
        <button className="button line" type="button" aria-disabled={isBusy} onClick={skip}>
          {texts.skip}
        </button>
      </div>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
      {me === null ? (
        <LoadingBars />
      ) : (
        <ProfileForm me={me} hasName={false} label={texts.saveAndGo} onSaved={() => navigate(returnTo)} />
      )}
    </div>
  );
}
