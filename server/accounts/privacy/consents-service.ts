import type { PersonId } from "../../../shared/ids.ts";
import {
  type ConsentGiven,
  type Consents,
  consentVersion,
  type optionalConsents,
  requiredConsents,
} from "../../../shared/privacy.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { People } from "../ports.ts";
import type { ConsentLog } from "./ports.ts";

interface World {
  readonly log: ConsentLog;
  readonly people: Pick<People, "change">;
  /** Commits all that the work does, or nothing of it. */
  readonly together: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** What is taken back may not be used any more, so it goes. */
const nothingTold = { profile: { sex: null, birthYear: null, region: null }, contact: { phoneSealed: null } } as const;
const toldFor = ["profile", "contact"] as const;

/** What people agree to, in which version, and what they take back. */
export function createConsents({ log, people, together }: World) {
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
    /** By signing in, under the sentence that says so; a text that they did not see is not written, and none twice. */
    agreeToServe: async (person: PersonId, version: string | undefined): Promise<void> => {
      if (version === consentVersion) await log.give(person, requiredConsents, version);
    },
    /** By telling something about oneself, beside the reason why it is asked, and by emptying all of it again. */
    byTelling: {
      agree: (person: PersonId, kinds: readonly (typeof optionalConsents)[number][]) =>
        log.give(person, kinds, consentVersion),
      takeBack: log.takeBack,
    },
    /**
     * Nobody agrees to a text they did not see. Taking back needs no text: whatever version an old page names, it is
     * written under the one that was agreed to. What is required is taken back by erasing oneself, not here.
     */
    async write(person: PersonId, { kinds, isGiven, version }: ConsentGiven): Promise<Consents | Refused> {
      if (isGiven && version !== consentVersion) return { problem: "bad-request", fields: ["version"] };
      if (isGiven) {
        await log.give(person, kinds, consentVersion);
        return read(person);
      }
      const isRequired = kinds.some((kind) => (requiredConsents as readonly string[]).includes(kind));
      if (isRequired) return { problem: "bad-request", fields: ["kinds"] };
      // The person's row first, as telling does: whoever tells meanwhile waits, and agrees anew by it.
      await together(async () => {
        for (const kind of toldFor.filter((told) => kinds.includes(told)))
          await people.change(person, nothingTold[kind]);
        await log.takeBack(person, kinds);
      });
      return read(person);
    },
  };
}

export type ConsentDesk = ReturnType<typeof createConsents>;
