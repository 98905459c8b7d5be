import type { Me, MeChange } from "../../shared/accounts.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import type { PersonId } from "../../shared/ids.ts";
import { ageBandOf, yearInKorea, youngestAge } from "../../shared/people-codes.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Clock } from "../platform/clock.ts";
import type { FieldSeal, People, StoredChange, StoredPerson } from "./ports.ts";
import { phoneContext } from "./rules.ts";

interface World {
  readonly people: People;
  readonly clock: Clock;
  readonly fields: FieldSeal;
  /** Writes down what use of what they told somebody agrees to. */
  readonly agree: (person: PersonId, kinds: readonly ("profile" | "contact")[]) => Promise<unknown>;
  /** Writes down that they agree to it no more. */
  readonly takeBack: (person: PersonId, kinds: readonly ("profile" | "contact")[]) => Promise<unknown>;
  /** Commits all that the work does, or nothing of it. */
  readonly together: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Called when somebody's sessions have to know them anew. */
  readonly onChanged: (person: PersonId) => Promise<void>;
}

export type Profiles = ReturnType<typeof createProfiles>;

const absent: Refused = { problem: "not-found" };

type Profile = Pick<MeChange, "sex" | "birthYear" | "region">;
const tells = ({ sex, birthYear, region }: Profile) => [sex, birthYear, region].some((field) => field != null);
const empties = ({ sex, birthYear, region }: Profile) => [sex, birthYear, region].some((field) => field === null);

/** The uses somebody agrees to by telling these. */
function usesOf(change: MeChange) {
  return [...(tells(change) ? (["profile"] as const) : []), ...(change.phone ? (["contact"] as const) : [])];
}
/** The uses of which somebody has nothing told any more, after this change. */
function usesOver(change: StoredChange, changed: StoredPerson) {
  const profile = empties(change) && !tells(changed) ? (["profile"] as const) : [];
  return [...profile, ...(change.phoneSealed === null ? (["contact"] as const) : [])];
}
const digitsOf = (phone: string) => phone.replace(/[ -]/g, "");

/** What people tell about themselves: read and changed by themselves alone. */
export function createProfiles({ people, clock, fields, agree, takeBack, together, onChanged }: World) {
  const thisYear = () => yearInKorea(clock.now());

  function shown({ phoneSealed, ...person }: StoredPerson): Me {
    const phone = phoneSealed === null ? null : fields.open(phoneSealed, phoneContext(person.id));
    const ageBand = person.birthYear === null ? null : ageBandOf(person.birthYear, thisYear());
    return { ...person, phone, ageBand };
  }

  return {
    async read(id: PersonId): Promise<Me | Refused> {
      const person = await people.read(id);
      return person === null ? absent : shown(person);
    },

    /** Changes what is given. Doing it twice is the same as doing it once, so it needs no key. */
    async change(id: PersonId, asked: MeChange): Promise<Me | Refused> {
      const { phone, name, version, ...rest } = asked;
      const { birthYear } = rest;
      if (birthYear !== undefined && birthYear !== null && thisYear() - birthYear < youngestAge) {
        return { problem: "bad-request", fields: ["birthYear"] };
      }
      const uses = usesOf(asked);
      // Nobody agrees to a text they did not see.
      if (uses.length > 0 && version !== consentVersion) {
        return { problem: "bad-request", fields: ["version"] };
      }
      const change: StoredChange = {
        ...rest,
        ...(name === undefined ? {} : { name: name.trim() }),
        ...(phone === undefined ? {} : { phoneSealed: phone && fields.seal(digitsOf(phone), phoneContext(id)) }),
      };
      // The version of a text alone changes nothing.
      const isChange = Object.keys(change).length > 0;
      // Nothing is stored of somebody that they did not agree to, also when only one of the two can be written.
      const person = await together(async () => {
        const changed = await (isChange ? people.change(id, change) : people.read(id));
        if (changed !== null && uses.length > 0) await agree(id, uses);
        // Whoever has nothing told any more agrees to no use of it.
        const over = changed === null ? [] : usesOver(change, changed);
        if (over.length > 0) await takeBack(id, over);
        return changed;
      });
      if (person === null) return absent;
      if (name !== undefined) await onChanged(id);
      return shown(person);
    },
  };
}
