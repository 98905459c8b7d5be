import { longestAddress, longestDistrict, longestStoreName } from "../../shared/store-codes.ts";
import { tidyLine } from "../../shared/tidy-line.ts";

const longest = { name: longestStoreName, district: longestDistrict, address: longestAddress } as const;
type Lines = Readonly<Partial<Record<keyof typeof longest, string | null | undefined>>>;

/** The fields that are longer than they may be in their one spelling, in letters: some letters are two there. */
export function tooLong(lines: Lines): string[] {
  const fields = Object.entries(longest) as [keyof typeof longest, number][];
  return fields.flatMap(([field, most]) => ([...tidyLine(lines[field] ?? "")].length > most ? [field] : []));
}
