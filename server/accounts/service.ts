import type { Device, Person, Role } from "../../shared/accounts.ts";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import type { SignInTrouble } from "../../shared/sign-in.ts";
import { demoAddressOf } from "./demo-address.ts";
import type { People, Sessions, SignIn, SignInProof } from "./ports.ts";
import type { SessionDesk } from "./sessions-service.ts";

interface World {
  readonly people: People;
  readonly sessions: Pick<Sessions, "spend">;
  readonly desk: SessionDesk;
  readonly signIn: SignIn;
  /** Writes down what somebody agrees to by signing in, under the text of that version. */
  readonly agree: (person: PersonId, version: string | undefined) => Promise<unknown>;
}

/** Who signs in, with what, and which session the browser had until then. */
interface Arrival {
  readonly device: Device;
  readonly language: Language;
  readonly earlier: { readonly id: PersonId; readonly session: SessionId } | null;
}

/** As whom somebody wants to be in the demo, and the version of the text beside the form, where there was one. */
interface DemoName {
  readonly name: string;
  readonly role: Role;
  readonly version: string | undefined;
}

export interface SignedIn {
  readonly person: Person;
  readonly cookie: string;
  readonly isNew: boolean;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Signing in. Sessions themselves are the desk's. */
export function createAccounts({ people, sessions, desk, signIn, agree }: World) {
  /** A new session; the one that the browser had before ends, so that no cookie outlives a sign-in. */
  async function admit(person: Person & { isNew: boolean }, { device, earlier }: Arrival): Promise<SignedIn> {
    if (earlier !== null) await desk.end(earlier.id, earlier.session);
    const { id, name, role, isNew } = person;
    return { person: { id, name, role }, cookie: await desk.begin(id, device), isNew };
  }

  return {
    /** Demo mode only: the person of that name and role, created if new. */
    async signInDemo({ name, role, version }: DemoName, arrival: Arrival): Promise<SignedIn> {
      const subject = `${role}:${name}`;
      const identity = { issuer: "demo", subject, name, email: demoAddressOf(subject) };
      const person = await people.ensure(identity, role, arrival.language);
      await agree(person.id, version);
      return admit(person, arrival);
    },

    /** Where the browser goes to sign in at Kakao, and the proof it must bring back. */
    beginSignIn: (redirectUri: string) => signIn.begin(redirectUri),

    /**
     * The browser is back from Kakao with the proof that it was given, or without one. A state counts once: also a
     * cookie that was copied does not sign in a second time.
     */
    async finishSignIn(
      address: URL,
      proof: (SignInProof & { readonly version?: string }) | null,
      arrival: Arrival,
    ): Promise<SignedIn | { trouble: SignInTrouble; cause?: string }> {
      if (proof === null || address.searchParams.get("state") !== proof.state) return { trouble: "stale" };
      if (!(await sessions.spend(proof.state))) return { trouble: "used" };
      const identity = await signIn.finish(address, proof);
      if ("trouble" in identity) return identity;
      const person = await people.ensure(identity, "visitor", arrival.language);
      await agree(person.id, proof.version);
      return admit(person, arrival);
    },
  };
}
