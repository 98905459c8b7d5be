import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { FieldSeal } from "../ports.ts";
import { phoneContext } from "../rules.ts";
import { createCopies } from "./copies.ts";
import type { GiveUp, PersonalData, SealedPhones } from "./ports.ts";

/** In one request; whatever is left is the round's. */
const slotsAtOnce = 200;
const peopleAtOnce = 20;
/** A slot that cannot be cleared so often in a row is somebody's trouble to look at. */
const mostTries = 5;
const phonesAtOnce = 500;
export const mostRowsCopied = 10_000;

interface World {
  readonly data: PersonalData;
  readonly phones: SealedPhones;
  readonly fields: FieldSeal;
  readonly giveUp: GiveUp;
  /** The issuer whose links are cut when somebody leaves; null where none can be. */
  readonly linkedAt: string | null;
  /** Ends every session, also on sockets and on other processes. */
  readonly endSessions: (person: PersonId) => Promise<unknown>;
}

/** Names keys and nobody. */
function unopened(keys: readonly string[]): Error {
  const named = [...new Set(keys)].map((key) => `${keys.filter((each) => each === key).length} of key ${key}`);
  const why = "FIELD_KEYS lacks the key, has another under its name, or they were changed.";
  return new Error(`Phone numbers do not open: ${named.join(", ")}. ${why}`);
}

export type PrivacyDesk = ReturnType<typeof createPrivacy>;

/** What is stored of somebody: a copy for them, its erasure, and phone numbers under the newest key. */
export function createPrivacy({ data, phones, fields, giveUp, linkedAt, endSessions }: World) {
  /** Places and seats go to whoever is next; then the slot forgets the person. */
  async function leaveSlot(person: PersonId, slot: SlotId): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { entry, reservation } = await data.held(person, slot);
      if (entry !== null) await giveUp.leave(entry, person);
      if (reservation !== null) await giveUp.cancel(reservation, person);
      if (await data.forgetIn(person, slot)) return;
    }
    throw new Error(`Slot ${slot} does not let go of person ${person}, who is being erased.`);
  }

  async function finish(person: PersonId): Promise<void> {
    for (const slot of await data.slotsOf(person, slotsAtOnce)) await leaveSlot(person, slot);
    await data.forget(person);
  }

  async function readCopy(person: PersonId): Promise<{ readonly copy: Readonly<Record<string, unknown>> }> {
    const { phoneSealed, ...rest } = await data.copy(person, mostRowsCopied);
    const phone = typeof phoneSealed === "string" ? fields.open(phoneSealed, phoneContext(person)) : null;
    return { copy: { ...rest, phone } };
  }

  return {
    /**
     * Everything that is stored of the person, by kind; at most 10,000 rows of each. `phone` is the only sealed field.
     * Copies are read one at a time; `busy` while a hundred others wait.
     */
    copy: createCopies(readCopy),

    /**
     * Erases the person: out of sight at once; then they give up what they hold, slot by slot, and are cleared from
     * what was. `owns-stores` for somebody whose store is not over. `resume` ends it a minute later, when no process
     * remembers a session of theirs any more, and goes on with what trouble interrupted.
     */
    async erase(person: PersonId): Promise<Refused | null> {
      if (!(await data.begin(person, linkedAt))) return { problem: "owns-stores" };
      await endSessions(person);
      await finish(person);
      return null;
    },

    /** Goes on with erasures; one that fails leaves the others alone, and is told when all were tried. */
    async resume(): Promise<void> {
      const tried = await Promise.allSettled((await data.unfinished(peopleAtOnce)).map(finish));
      const failed = tried.filter(({ status }) => status === "rejected");
      if (failed.length > 0) throw new AggregateError(failed.map((each) => (each as PromiseRejectedResult).reason));
    },

    /**
     * Opens every phone number, and seals those of older keys again with the key that seals now; answers how many. When
     * all were tried it fails with how many do not open, and the names of the keys with which they were sealed.
     */
    async rotate(): Promise<number> {
      let rotated = 0;
      const lost: string[] = [];
      let last: PersonId | null = null;
      for (;;) {
        const found = await phones.after(last, phonesAtOnce);
        for (const { person, sealed } of found) {
          last = person;
          // Opened whatever its key is called: under that name there may be another one by now.
          const phone = fields.open(sealed, phoneContext(person));
          if (phone === null) {
            lost.push(fields.keyOf(sealed));
            continue;
          }
          if (fields.isCurrent(sealed)) continue;
          await phones.replace(person, sealed, fields.seal(phone, phoneContext(person)));
          rotated += 1;
        }
        if (found.length < phonesAtOnce) break;
      }
      if (lost.length > 0) throw unopened(lost);
      return rotated;
    },
  };
}
