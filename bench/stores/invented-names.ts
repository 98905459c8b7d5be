import { createChance } from "../../server/platform/chance.ts";

/** Two-syllable words of which names are made: the first are common, as in a language, the last are rare. */
const words = 2_000;
const syllables = [
  ..."가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히",
];
const flatness = 20;
const english = ["Lab", "Studio", "House", "Market", "Club", "Room", "Garden", "Works"];
/** In a tenth of all names. */
export const frequentTerm = "성수";
const frequentOneIn = 10;

/** Names of stores from one seed, the same every time; each ends with its number, so that no two are alike. */
export function createNames(seed: number): (number: number) => string {
  const chance = createChance(seed);
  const vocabulary = Array.from({ length: words }, () => chance.pick(syllables) + chance.pick(syllables));
  const sum = Math.log((words + flatness) / flatness);

  /** The word in place n weighs 1 ÷ (n + 20); drawn by the integral of the weights. */
  function word(): string {
    const place = Math.floor(flatness * (Math.exp(chance.between(0, sum)) - 1));
    return vocabulary[Math.min(place, words - 1)] as string;
  }

  return (number) => {
    const parts = Array.from({ length: chance.whole(2, 3) }, word);
    if (chance.oneIn(frequentOneIn)) parts.unshift(frequentTerm);
    if (chance.oneIn(3)) parts.push(chance.pick(english));
    return `${parts.join(" ")} ${number}`;
  };
}

/** As many different terms of two syllables as asked for, the common one first, drawn from names like these. */
export function createTerms(seed: number, most: number): string[] {
  const nameOf = createNames(seed);
  const terms = new Set([frequentTerm]);
  for (let number = 0; terms.size < most; number += 1) {
    const last = nameOf(number)
      .split(" ")
      .findLast((part) => /^[가-힣]{2}$/.test(part));
    if (last !== undefined) terms.add(last);
  }
  return [...terms];
}
