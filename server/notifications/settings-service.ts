import type { PersonId } from "../../shared/ids.ts";
import type { NotificationSettings, SettingsChange } from "../../shared/notifications.ts";
import type { ConsentGiven, OptionalConsent } from "../../shared/privacy.ts";
import type { Refused } from "../../shared/problems.ts";
import type { SettingsBook } from "./ports.ts";

interface World {
  readonly book: SettingsBook;
  /** Writes into the log of consents; refuses to agree to a text that is not today's. */
  readonly agree: (person: PersonId, given: ConsentGiven) => Promise<object | Refused>;
  /** Commits all that the work does, or nothing of it. */
  readonly together: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

export type SettingsDesk = ReturnType<typeof createSettings>;

/** The consent that each way of telling about openings needs: they are advertising. */
const consentFor = { mail: "opening-soon", push: "opening-soon-push" } as const;
const advertisement = "opening-soon";

/** The switches that are consents, as they were turned. */
function consentsIn(change: SettingsChange, isGiven: boolean): OptionalConsent[] {
  const ways = ["mail", "push"] as const;
  return ways.filter((way) => change[way]?.[advertisement] === isGiven).map((way) => consentFor[way]);
}

function withoutConsents({ mail = {}, push = {}, ...rest }: SettingsChange): SettingsChange {
  const { [advertisement]: _, ...byMail } = mail;
  const { [advertisement]: __, ...byPush } = push;
  return { ...rest, mail: byMail, push: byPush };
}

/** What people want to hear of. Openings are switched by consents, which are kept in their log like all others. */
export function createSettings({ book, agree, together }: World) {
  return {
    read: (person: PersonId): Promise<NotificationSettings> => book.read(person),

    /** Nobody agrees to a text they did not see. Taking back needs none: one click in a mail shows no text. */
    change(person: PersonId, { version, ...asked }: SettingsChange): Promise<NotificationSettings | Refused> {
      const [given, takenBack] = [consentsIn(asked, true), consentsIn(asked, false)];
      return together(async () => {
        if (given.length > 0) {
          const answer = await agree(person, { kinds: given, isGiven: true, version });
          if ("problem" in answer) return answer;
        }
        if (takenBack.length > 0) {
          const answer = await agree(person, { kinds: takenBack, isGiven: false, version });
          if ("problem" in answer) return answer;
        }
        return book.change(person, withoutConsents(asked));
      });
    },
  };
}
