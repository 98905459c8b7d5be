import type { PersonId } from "../../../shared/ids.ts";
import { type ConsentGiven, type Consents, consentVersion, requiredConsents } from "../../../shared/privacy.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { ConsentLog } from "./ports.ts";

interface World {
  readonly log: ConsentLog;
  /** Forgets what was told about oneself: it may not be used any more. */
  readonly clearProfile: (person: PersonId) => Promise<unknown>;
}

/** What people agree to, in which version, and what they take back. */
export function createConsents({ log, clearProfile }: World) {
  async function read(person: PersonId): Promise<Consents> {
    const items = await log.list(person);
    const isGiven = (kind: string) => {
      const latest = items.find((consent) => consent.kind === kind);
      return latest?.isGiven === true && latest.version === consentVersion;
    };
    return { items, missing: requiredConsents.filter((kind) => !isGiven(kind)), version: consentVersion };
  }

  return {
    read,
    /** Nobody agrees to a text they did not see; what is required is taken back by erasing oneself, not here. */
    async write(person: PersonId, { kinds, isGiven, version }: ConsentGiven): Promise<Consents | Refused> {
      if (version !== consentVersion) return { problem: "bad-request", fields: ["version"] };
      const takesBackRequired =
        !isGiven && kinds.some((kind) => (requiredConsents as readonly string[]).includes(kind));
      if (takesBackRequired) return { problem: "bad-request", fields: ["kinds"] };
      await log.append(person, kinds, isGiven, version);
      if (!isGiven && kinds.includes("profile")) await clearProfile(person);
      return read(person);
    },
  };
}

export type ConsentDesk = ReturnType<typeof createConsents>;
