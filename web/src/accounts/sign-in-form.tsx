import { type SubmitEvent, useId, useState } from "react";
import type { Person } from "../../../shared/accounts.ts";
import { isProblem, type Problem, write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useSession } from "./session.tsx";

/** Demo sign-in: a name is enough. `onSignedIn` lets the page go on with what needed a person. */
export function SignInForm({ onSignedIn }: { onSignedIn?: () => void }) {
  const { accounts, site, problems } = useMessages();
  const { begin, hasExpired } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setIsSending] = useState(false);
  const nameId = useId();

  async function signIn(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (name === "" || isSending) return;
    setIsSending(true);
    const answer = await write<Person>("POST", "/api/demo/sign-in", { body: { name, role: "visitor" } });
    setIsSending(false);
    if (isProblem(answer)) return setProblem(answer);
    begin(answer);
    onSignedIn?.();
  }

  return (
    <form className="sign-in" onSubmit={signIn}>
      <h2>{accounts.title}</h2>
      <p className="sub small">{hasExpired ? accounts.expired : accounts.why}</p>
      <label htmlFor={nameId}>{accounts.name}</label>
      <input id={nameId} name="name" autoComplete="nickname" maxLength={40} required />
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
      <button className="button primary" type="submit">
        {isSending ? site.loading : accounts.signIn}
      </button>
    </form>
  );
}
