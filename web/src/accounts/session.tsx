import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Person } from "../../../shared/accounts.ts";
import { isProblem, read, write } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";

export interface Session {
  readonly person: Person | null;
  /** Not asked yet: neither signed in nor signed out. */
  readonly isUnknown: boolean;
  /** It ended by itself, so the page asks to sign in again where it stands. */
  readonly hasExpired: boolean;
  begin(person: Person): void;
  expire(): void;
  end(): Promise<void>;
}

type Known = Pick<Session, "person" | "isUnknown" | "hasExpired">;

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [known, setKnown] = useState<Known>({ person: null, isUnknown: true, hasExpired: false });
  useEffect(() => {
    const leaving = new AbortController();
    whoAmI(leaving.signal).then(
      (person) => setKnown({ person, isUnknown: false, hasExpired: false }),
      () => undefined,
    );
    return () => leaving.abort();
  }, []);
  const session = useMemo<Session>(
    () => ({
      ...known,
      begin: (person) => setKnown({ person, isUnknown: false, hasExpired: false }),
      expire: () => setKnown({ person: null, isUnknown: false, hasExpired: true }),
      async end() {
        const answer = await write<null>("POST", "/api/auth/sign-out");
        if (!isProblem(answer)) setKnown({ person: null, isUnknown: false, hasExpired: false });
      },
    }),
    [known],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession() outside <SessionProvider>.");
  return session;
}

/** Asks until there is an answer: a person, or nobody. Rejects when the signal aborts. */
async function whoAmI(signal: AbortSignal): Promise<Person | null> {
  for (let failures = 0; ; failures += 1) {
    const answer = await read<Person>("/api/me", signal);
    if (!isProblem(answer)) return answer;
    if (answer.problem === "sign-in-needed") return null;
    await pause(backOffMs(failures), signal);
  }
}
