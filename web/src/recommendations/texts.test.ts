import { expect, test } from "vitest";
import { insights } from "../messages/en/insights.ts";
import { learning } from "../messages/en/learning.ts";

test("in English one is one", () => {
  expect(learning.judged.purchases(1)).toMatch(/^Judged by 1 group of one region/);
  expect(learning.judged.own(1)).toMatch(/^Judged by 1 person:/);
  expect(learning.uploaded(1)).toBe("1 row is imported.");
  expect(learning.imported(1, "upload")).toBe("1 row of purchases · upload");
  expect(learning.progress("Reading", 1)).toBe("Reading · 1 row");
  expect(insights.purchasesLead(1, 1)).toBe("Counted in 1 purchase, imported as 1 row.");
  expect(insights.purchasesLead(1_000, 2_000)).toBe("Counted in 2,000 purchases, imported as 1,000 rows.");
});
