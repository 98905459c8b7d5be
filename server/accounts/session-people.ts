import type { PersonId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { KnownPerson, People } from "./ports.ts";

/** A revoked session may work this much longer on another server (DESIGN §1). */
const keptMs = 5_000;
const mostKept = 50_000;
const mostAtOnce = 1_000;

interface Kept {
  readonly person: Promise<KnownPerson | null>;
  readonly until: number;
}

/**
 * People for session checks: kept for 5 s, at most 50,000; whoever is missing is asked for together with all others
 * of the same turn of the event loop, so that ten thousand first presses cost ten statements.
 */
export function createSessionPeople(people: Pick<People, "find">, clock: Pick<Clock, "now">) {
  const kept = new Map<PersonId, Kept>();
  let wanted = new Map<PersonId, { give: (person: KnownPerson | null) => void; fail: (error: unknown) => void }>();

  async function load(batch: typeof wanted): Promise<void> {
    const ids = [...batch.keys()];
    for (let start = 0; start < ids.length; start += mostAtOnce) {
      const part = ids.slice(start, start + mostAtOnce);
      try {
        const found = new Map((await people.find(part)).map((person) => [person.id, person]));
        for (const id of part) batch.get(id)?.give(found.get(id) ?? null);
      } catch (error) {
        for (const id of part) {
          kept.delete(id);
          batch.get(id)?.fail(error);
        }
      }
    }
  }

  function ask(id: PersonId): Promise<KnownPerson | null> {
    if (wanted.size === 0) {
      setImmediate(() => {
        const batch = wanted;
        wanted = new Map();
        void load(batch);
      });
    }
    return new Promise((give, fail) => wanted.set(id, { give, fail }));
  }

  return {
    get(id: PersonId): Promise<KnownPerson | null> {
      const now = clock.now();
      const known = kept.get(id);
      if (known !== undefined && known.until > now) return known.person;
      kept.delete(id);
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value as PersonId);
      const person = ask(id);
      kept.set(id, { person, until: now + keptMs });
      return person;
    },
    forget(id: PersonId): void {
      kept.delete(id);
    },
  };
}
