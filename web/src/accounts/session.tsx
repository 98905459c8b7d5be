import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Person } from "../../../shared/accounts.ts";
import { isProblem, read, write } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";
import { createKeeper, forgetKept, kept } from "../kept.ts";

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

const myself = "me";

type Known = Pick<Session, "person" | "isUnknown" | "hasExpired">;

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [known, setKnown] = useState<Known>({ person: null, isUnknown: true, hasExpired: false });
  useEffect(() => {
    const leaving = new AbortController();
    const know = (person: Person | null) => setKnown({ person, isUnknown: false, hasExpired: false });
    whoAmI(leaving.signal, know).then(know, () => undefined);
    return () => leaving.abort();
  }, []);
  const session = useMemo<Session>(
    () => ({
      ...known,
      begin(person) {
        const hasForgotten = forgetKept();
        const { keep } = createKeeper();
        void hasForgotten.then(() => keep(myself, person));
        setKnown({ person, isUnknown: false, hasExpired: false });
      },
      expire: () => setKnown({ person: null, isUnknown: false, hasExpired: true }),
      async end() {
        const answer = await write<null>("POST", "/api/auth/sign-out");
        if (isProblem(answer)) return;
        void forgetKept();
        setKnown({ person: null, isUnknown: false, hasExpired: false });
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

/**
 * Asks until there is an answer: a person, or nobody. As long as nobody answers, whoever was here last may see what is
 * kept on this device; `onKept` tells who. Rejects when the signal aborts.
 */
async function whoAmI(signal: AbortSignal, onKept: (person: Person) => void): Promise<Person | null> {
  for (let failures = 0; ; failures += 1) {
    const { keep } = createKeeper();
    const answer = await read<Person>("/api/me", signal);
    if (!isProblem(answer)) {
      void keep(myself, answer);
      return answer;
    }
    if (answer.problem === "sign-in-needed") {
      void forgetKept();
      return null;
    }
    const last = failures === 0 ? await kept<Person>(myself) : null;
    if (last !== null && !signal.aborted) onKept(last);
    await pause(backOffMs(failures), signal);
  }
}
