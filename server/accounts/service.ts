import type { Person, Role } from "../../shared/accounts.ts";
import type { PersonId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { KnownPerson, People, Seal } from "./ports.ts";
import { createSessionPeople } from "./session-people.ts";

interface World {
  readonly people: People;
  readonly clock: Clock;
  readonly seal: Seal;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Signing in and out. A session is a signed cookie; it ends when the person's session version is raised. */
export function createAccounts({ people, clock, seal }: World) {
  const sessions = createSessionPeople(people, clock);

  const cookieFor = ({ id, sessionVersion }: KnownPerson) =>
    seal.close({ person: id, version: sessionVersion, issuedAt: Math.floor(clock.now() / 1000) });

  return {
    /** Demo mode only: the person of that name and role, created if new, and a cookie for them. */
    async signInDemo(name: string, role: Role): Promise<{ person: Person; cookie: string }> {
      const person = await people.ensure("demo", `${role}:${name}`, name, role);
      return { person: { id: person.id, name: person.name, role: person.role }, cookie: cookieFor(person) };
    },

    /** Revokes every session of the person, here at once and on other servers within 5 s. */
    async signOut(id: PersonId): Promise<void> {
      await people.raiseSessionVersion(id);
      sessions.forget(id);
    },

    /** Whose session this cookie is; null when it is foreign, broken, too old or revoked. */
    async whoIs(cookie: string): Promise<Person | null> {
      const session = seal.open(cookie, clock.now());
      if (session === null) return null;
      const person = await sessions.get(session.person as PersonId);
      return person?.sessionVersion === session.version ? person : null;
    },
  };
}
