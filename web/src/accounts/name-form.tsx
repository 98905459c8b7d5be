import { type SubmitEvent, useId, useState } from "react";
import { type Person, roles } from "../../../shared/accounts.ts";
import { consentVersion } from "../../../shared/consent-version.ts";
import { isProblem, type Problem, write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useSession } from "./session.tsx";

/**
 * Demo sign-in: a name is enough, and anybody may be a host or an operator. `onSignedIn` lets the page go on with what
 * needed a person.
 */
export function NameForm({ onSignedIn }: { onSignedIn?: () => void }) {
  const { accounts, site, problems } = useMessages();
  const { begin } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setIsSending] = useState(false);
  const nameId = useId();

  async function signIn(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name")).trim();
    if (name === "" || isSending) return;
    setIsSending(true);
    const body = { name, role: form.get("role"), version: consentVersion };
    const answer = await write<Person>("POST", "/api/demo/sign-in", { body });
    setIsSending(false);
    if (isProblem(answer)) return setProblem(answer);
    begin(answer);
    onSignedIn?.();
  }

  return (
    <form className="name-form" onSubmit={signIn}>
      <label htmlFor={nameId}>{accounts.name}</label>
      <div>
        <input id={nameId} name="name" autoComplete="nickname" maxLength={40} required />
        <select name="role" aria-label={accounts.role}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {accounts.roles[role]}
            </option>
          ))}
        </select>
        <button className="button line" type="submit">
          {isSending ? site.loading : accounts.signIn}
        </button>
      </div>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </form>
  );
}
