import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Me, Person, Somebody } from "../../../shared/accounts.ts";
import { type Answer, isProblem, read, write } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";
import { createKeeper, forgetKept, type Keeper, kept, showKept } from "../kept.ts";
import { awaitAnswer } from "../ui/heading-focus.ts";
import { sessionMayHaveEnded } from "./session-events.ts";

export interface Session {
  /** What the pages know of who is signed in. The rest stays with the page that shows it, and off the device. */
  readonly person: Somebody | null;
  /** Not asked yet: neither signed in nor signed out. */
  readonly isUnknown: boolean;
  /** It ended by itself, so the page asks to sign in again where it stands. */
  readonly hasExpired: boolean;
  /** They have just left for good, which the page says where they stand. */
  readonly isErased?: boolean;
  begin(person: Person): void;
  /** They have told something else about themselves. */
  change(me: Me): void;
  expire(): void;
  /** Signs out here, or on every device. */
  end(where?: "here" | "everywhere"): Promise<void>;
  /** Leaves for good; a refusal changes nothing. */
  erase(): Promise<Answer<null>>;
}

const myself = "me";

type Known = Pick<Session, "person" | "isUnknown" | "hasExpired" | "isErased">;

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [known, setKnown] = useState<Known>({ person: null, isUnknown: true, hasExpired: false });
  useEffect(() => {
    const leaving = new AbortController();
    const know = (person: Somebody | null) => setKnown({ person, isUnknown: false, hasExpired: false });
    whoAmI(leaving.signal, know).then(know, () => undefined);
    return () => leaving.abort();
  }, []);
  useEffect(() => {
    // Only who is still thought to be here can have been signed out; whoever left by themselves knows.
    const ask = async () => {
      if ((await readSession()) !== null) return;
      void forgetKept(true);
      setKnown((now) => (now.person === null ? now : { person: null, isUnknown: false, hasExpired: true }));
    };
    const hear = () => void ask();
    window.addEventListener(sessionMayHaveEnded, hear);
    return () => window.removeEventListener(sessionMayHaveEnded, hear);
  }, []);
  const session = useMemo<Session>(
    () => ({
      ...known,
      begin(begun) {
        const person = { ...begun, isIntroduced: true, mustAgree: false, hasAgreedBefore: true };
        const hasForgotten = forgetKept();
        const { keep } = createKeeper();
        void hasForgotten.then(() => keep(myself, person));
        awaitAnswer();
        setKnown({ person, isUnknown: false, hasExpired: false });
      },
      change(me) {
        const person = inShort(me);
        void createKeeper().keep(myself, person);
        setKnown({ person, isUnknown: false, hasExpired: false });
      },
      expire() {
        void forgetKept(true);
        setKnown({ person: null, isUnknown: false, hasExpired: true });
      },
      async end(where = "here") {
        const answer = await (where === "here"
          ? write<null>("POST", "/api/auth/sign-out")
          : write<null>("DELETE", "/api/me/sessions"));
        // A session that is over already is signed out as well.
        if (isProblem(answer) && answer.problem !== "sign-in-needed") return;
        void forgetKept(true);
        setKnown({ person: null, isUnknown: false, hasExpired: false });
      },
      async erase() {
        const answer = await write<null>("DELETE", "/api/me", { body: { confirmed: true } });
        if (isProblem(answer)) return answer;
        void forgetKept(true);
        setKnown({ person: null, isUnknown: false, hasExpired: false, isErased: true });
        return answer;
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

const inShort = ({ id, name, role, isIntroduced, mustAgree, hasAgreedBefore }: Me): Somebody => ({
  id,
  name,
  role,
  isIntroduced,
  mustAgree,
  hasAgreedBefore,
});

/** Who is signed in, null for nobody. */
const readSession = (signal?: AbortSignal): Promise<Answer<Somebody | null>> =>
  read<Somebody | null>("/api/auth/session", signal);

/**
 * Asks until there is an answer: a person, or nobody. As long as nobody answers, whoever was here last may see what is
 * kept on this device; `onKept` tells who. Rejects when the signal aborts.
 */
async function whoAmI(signal: AbortSignal, onKept: (person: Somebody) => void): Promise<Somebody | null> {
  for (let failures = 0; ; failures += 1) {
    const keeper = createKeeper();
    const asked = readSession(signal);
    // Nobody can agree to anything without a network, and what is kept here is for the door.
    const tell = (last: Somebody) => !signal.aborted && onKept({ ...last, mustAgree: false });
    if (failures === 0) showKept(myself, asked, tell);
    const answer = await asked;
    if (answer === null) void forgetKept();
    else if (!isProblem(answer)) void keepMyself(answer, keeper);
    if (!isProblem(answer)) return answer;
    const last = failures === 0 ? await kept<Somebody>(myself) : null;
    if (last !== null) tell(last);
    await pause(backOffMs(failures), signal);
  }
}

/** Whoever comes back from Kakao may be somebody else than was here before; nothing of that one stays. */
async function keepMyself(person: Somebody, keeper: Keeper): Promise<void> {
  const last = await kept<Somebody>(myself);
  if (last === null || last.id === person.id) return keeper.keep(myself, person);
  await forgetKept();
  await createKeeper().keep(myself, person);
}
