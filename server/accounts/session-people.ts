import { LRUCache } from "lru-cache";
import type { SessionId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { SessionPerson, Sessions } from "./ports.ts";

/** An ended session may work this much longer on another server, should it not hear of the end (DESIGN §1). */
const keptMs = 5_000;
/** So much longer they are who they were where sessions outlast the database. */
const outlastMs = 60_000;
const mostKept = 50_000;
const mostAtOnce = 1_000;

interface Kept {
  readonly person: SessionPerson | null;
  readonly until: number;
}

interface Asked {
  readonly id: SessionId;
  readonly give: (person: SessionPerson | null) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The people of sessions: kept for 5 s, at most 50,000; whoever is missing is asked for together with all others who
 * came meanwhile, so that ten thousand first presses cost ten statements. Everybody is answered in the order they
 * asked, also somebody known who came after somebody who must be looked up: nobody passes another on the way to the
 * line (I2).
 *
 * While the database is away nobody can end a session there: with `outlast`, whoever it knew lately is who they were.
 */
export function createSessionPeople(sessions: Pick<Sessions, "find">, clock: Pick<Clock, "now">, outlast = false) {
  const kept = new LRUCache<SessionId, Kept>({ max: mostKept });
  const asked: Asked[] = [];
  /** Who was forgotten while a look-up was under way: what it found may be older than that. */
  const forgotten = new Set<SessionId>();
  let loading = false;

  function known(id: SessionId): Kept | null {
    const found = kept.get(id);
    if (found === undefined) return null;
    const leftMs = found.until - clock.now();
    // More than was given: the clock was set back meanwhile.
    return leftMs > 0 && leftMs <= keptMs ? found : null;
  }

  async function load(batch: readonly Asked[]): Promise<void> {
    const missing = new Set<SessionId>();
    const answers = new Map<SessionId, SessionPerson | null>();
    for (const { id } of batch) {
      // Once only: a moment later somebody may be known no longer.
      const found = known(id);
      if (found === null) missing.add(id);
      else answers.set(id, found.person);
    }
    forgotten.clear();
    const found = missing.size === 0 ? [] : await sessions.find([...missing]);
    for (const person of found) answers.set(person.session, person);
    for (const id of missing) {
      if (!forgotten.has(id)) kept.set(id, { person: answers.get(id) ?? null, until: clock.now() + keptMs });
    }
    for (const { id, give } of batch) give(answers.get(id) ?? null);
  }

  /** Where nobody can be looked up: who they were when they were known last, if that is not too long ago. */
  function knownLately(id: SessionId): SessionPerson | null {
    const found = kept.get(id);
    return outlast && found !== undefined && clock.now() < found.until + outlastMs ? found.person : null;
  }

  async function loadAll(): Promise<void> {
    while (asked.length > 0) {
      const batch = asked.splice(0, mostAtOnce);
      await load(batch).catch((error: unknown) => {
        for (const { id, give, fail } of batch) {
          const person = knownLately(id);
          if (person === null) fail(error);
          else give(person);
        }
      });
    }
    loading = false;
  }

  return {
    /** The session's person as they were at most 5 s ago, null when it has ended. Fails when the database does. */
    async get(id: SessionId): Promise<SessionPerson | null> {
      const found = loading ? null : known(id);
      if (found !== null) return found.person;
      const answer = new Promise<SessionPerson | null>((give, fail) => asked.push({ id, give, fail }));
      if (!loading) {
        loading = true;
        setImmediate(() => void loadAll());
      }
      return answer;
    },
    forget(id: SessionId): void {
      kept.delete(id);
      if (loading) forgotten.add(id);
    },
  };
}
