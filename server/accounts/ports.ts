import type { Device, Person, Role } from "../../shared/accounts.ts";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import type { Language } from "../../shared/languages.ts";
import type { Region, Sex } from "../../shared/people-codes.ts";
import type { SignInTrouble } from "../../shared/sign-in.ts";

/** Whom an issuer vouches for. (issuer, subject) is who it is; name and e-mail address are only what was said. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** One that the issuer has verified, or null. Never a reason to take two people for one. */
  readonly email: string | null;
}

export interface People {
  /**
   * Finds or creates the person of this identity. Somebody who was here before keeps everything they have (D19); only
   * a newly verified e-mail address replaces the old one. We write to them in the language in which they read the page
   * where they signed in first, until they choose another.
   */
  ensure(identity: Identity, role: Role, language: Language): Promise<Person & { readonly isNew: boolean }>;
  /** null when there is no such person. */
  read(id: PersonId): Promise<StoredPerson | null>;
  /** Changes what is given and leaves the rest; answers how it is now. */
  change(id: PersonId, change: StoredChange): Promise<StoredPerson | null>;
}

/** What somebody has agreed to of what is required. */
interface Agreed {
  /** Something is not agreed to in the version of today. */
  readonly mustAgree: boolean;
  /** Something was agreed to once, in whichever version. */
  readonly hasAgreedBefore: boolean;
}

/** What is stored of a person; the phone number only sealed. */
export interface StoredPerson extends Person, Agreed {
  readonly email: string | null;
  readonly phoneSealed: string | null;
  readonly sex: Sex | null;
  readonly birthYear: number | null;
  readonly region: Region | null;
  readonly isIntroduced: boolean;
}

export type StoredChange = Partial<
  Pick<StoredPerson, "name" | "phoneSealed" | "sex" | "birthYear" | "region" | "isIntroduced">
>;

/** Seals a field of a row, so that only we can read it and only there. */
export interface FieldSeal {
  seal(text: string, context: string): string;
  /** null for what cannot be opened. */
  open(sealed: string, context: string): string | null;
  /** The name of the key with which it was sealed. */
  keyOf(sealed: string): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
}

/** The person whom a session stands for. */
export interface SessionPerson extends Person {
  readonly session: SessionId;
}

export interface NewSession extends Device {
  readonly id: SessionId;
  readonly person: PersonId;
}

export interface StoredSession extends Device {
  readonly id: SessionId;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
}

export interface Sessions {
  /** Begins a session. A person has at most 20: the oldest beyond end, and are answered. */
  begin(session: NewSession): Promise<SessionId[]>;
  /** The people of those sessions that have not ended, as one statement. */
  find(sessions: readonly SessionId[]): Promise<SessionPerson[]>;
  /** Ends this session of the person, or all when it is null; answers which have ended by it. */
  end(person: PersonId, session: SessionId | null): Promise<SessionId[]>;
  /** Those of a person that have not ended, the youngest first; at most 20. */
  list(person: PersonId): Promise<StoredSession[]>;
  /** Sessions that have ended in the last 15 s, on whichever process. */
  endedLately(): Promise<SessionId[]>;
  /** Writes down that a sign-in came back; false when it was here before. */
  spend(state: string): Promise<boolean>;
}

/** Who has which role is decided by whoever runs Popline. */
export interface Appointments {
  /**
   * Gives the person the role and writes it down as done by the operator `by`; without one only while there is none.
   * Their sessions end, here and elsewhere within 5 s: they sign in anew.
   */
  appoint(person: PersonId, role: Role, by: PersonId | null): Promise<Appointed>;
}

/** What came of it. */
export type Appointed = "appointed" | "unchanged" | "no-such-person" | "no-such-operator" | "operator-needed";

/** What a session cookie says: which session it opens, and when it began (seconds since the epoch). */
export interface SealedSession {
  readonly session: SessionId;
  readonly issuedAt: number;
}

/** Turns a session into a text that nobody else can make, and back. */
export interface Seal {
  close(session: SealedSession): string;
  /** null for what we did not make, or made too long ago. */
  open(text: string, nowMs: number): SealedSession | null;
}

/** What a browser has to bring back with a sign-in that began in it. */
export interface SignInProof {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Why nobody signed in; `cause` is for the log and holds no secret. */
export interface SignInFailure {
  readonly trouble: SignInTrouble;
  readonly cause?: string;
}

/** Somebody else's sign-in (OpenID Connect, authorization code with PKCE). Nothing here throws. */
export interface SignIn {
  /** Where the browser goes to sign in; `redirectUri` is where it comes back to. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly proof: SignInProof } | SignInFailure>;
  /** Whom the issuer vouches for, given the address the browser came back to and the proof it brought. */
  finish(address: URL, proof: SignInProof): Promise<Identity | SignInFailure>;
}
