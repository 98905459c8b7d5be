import { regions } from "../../shared/people-codes.ts";
import { createChance } from "../platform/chance.ts";
import type { Profile } from "./ports.ts";

const seed = 20_261_128;
/** Popups are for the young: years of age from and to, each as likely as the others in the list. */
const ages = [
  [15, 19],
  [20, 29],
  [20, 29],
  [20, 29],
  [30, 39],
  [30, 39],
  [40, 49],
  [50, 64],
] as const;

/**
 * Profiles for so many visitors, who agree that they are used; null of every third or so, and of the first, by whose
 * name people try the demo.
 */
export function profilesFor(count: number, year: number): readonly (Profile | null)[] {
  const chance = createChance(seed);
  const [seoul, ...others] = regions;
  return Array.from({ length: count }, (_, place) => {
    const [from, to] = chance.pick(ages);
    const profile: Profile = {
      sex: chance.oneIn(3) ? "M" : "F",
      birthYear: year - chance.whole(from, to),
      region: chance.oneIn(2) ? seoul : chance.pick(others),
    };
    return chance.oneIn(3) || place === 0 ? null : profile;
  });
}
