import type { Person, Role } from "../../shared/accounts.ts";
import type { PersonId } from "../../shared/ids.ts";

/** A person with the version that their valid sessions carry; raising it revokes all of them. */
export interface KnownPerson extends Person {
  readonly sessionVersion: number;
}

export interface People {
  /** Finds or creates the person an issuer vouches for; (issuer, subject) is the identity, never the name. */
  ensure(issuer: string, subject: string, name: string, role: Role): Promise<KnownPerson>;
  find(ids: readonly PersonId[]): Promise<KnownPerson[]>;
  /** Revokes every session of the person. */
  raiseSessionVersion(id: PersonId): Promise<void>;
}

/** What a session says: whose it is, the version it was made under, and when (seconds since the epoch). */
export interface SealedSession {
  readonly person: string;
  readonly version: number;
  readonly issuedAt: number;
}

/** Turns a session into a text that nobody else can make, and back. */
export interface Seal {
  close(session: SealedSession): string;
  /** null for what we did not make, or made too long ago. */
  open(text: string, nowMs: number): SealedSession | null;
}
