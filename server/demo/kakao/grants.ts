import { createHash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import people from "./people.json" with { type: "json" };

/** Kakao's codes live for ten minutes; so do the pages that ask for one. */
const shortMs = 600_000;
const tokenMs = 6 * 3_600_000;
const mostOfEach = 1_000;

/** What a client asks for, as it came in the address of the authorize page. */
export interface Asked {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
}

export interface Grant extends Asked {
  readonly person: StandInPerson;
  readonly tellsEmail: boolean;
}

export type StandInPerson = (typeof people)[number];
export const standInPeople: readonly StandInPerson[] = people;

/** What the stand-in remembers: pages that wait for an answer, codes that may be exchanged once, tokens. */
export function createGrants() {
  const pages = new LRUCache<string, Asked>({ max: mostOfEach, ttl: shortMs });
  const codes = new LRUCache<string, Grant>({ max: mostOfEach, ttl: shortMs });
  const tokens = new LRUCache<string, Grant>({ max: mostOfEach, ttl: tokenMs });
  /** Of the invented people, of whom there are a handful. */
  const linked = new Set<number>();
  const keep = <Kept extends object>(kept: LRUCache<string, Kept>, what: Kept): string => {
    const name = randomBytes(24).toString("base64url");
    kept.set(name, what);
    return name;
  };
  const take = <Kept extends object>(kept: LRUCache<string, Kept>, name: string): Kept | null => {
    const what = kept.get(name) ?? null;
    kept.delete(name);
    return what;
  };

  return {
    ask: (asked: Asked): string => keep(pages, asked),
    asked: (page: string): Asked | null => take(pages, page),
    grant: (grant: Grant): string => keep(codes, grant),
    /** The grant behind a code, once, for the client that can show the verifier it began with (PKCE, S256). */
    exchange(code: string, redirectUri: string, verifier: string): { grant: Grant; token: string } | null {
      const grant = take(codes, code);
      const shown = createHash("sha256").update(verifier).digest("base64url");
      if (grant === null || grant.redirectUri !== redirectUri || grant.challenge !== shown) return null;
      linked.add(grant.person.id);
      return { grant, token: keep(tokens, grant) };
    },
    behind: (token: string): Grant | null => tokens.get(token) ?? null,
    /** Forgets everything about a person; false when they were not linked. */
    unlink(person: number): boolean {
      for (const [name, other] of tokens) if (other.person.id === person) tokens.delete(name);
      return linked.delete(person);
    },
  };
}
