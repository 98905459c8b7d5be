import { describe, expect, test } from "vitest";
import { checkHistory } from "../../load/history/check-history.ts";
import { brokenStories } from "./broken-stories.ts";
import { burst, did, joined, row, tell } from "./story.ts";

describe("the checker refuses, by that invariant alone,", () => {
  test.each(brokenStories)("%s: %s", (invariant, _what, story) => {
    const found = checkHistory(tell(story));
    expect([...new Set(found.map((violation) => violation.invariant))], JSON.stringify(found)).toEqual([invariant]);
  });

  test("I6 and I12: a seat came back and nobody got it", () => {
    const rows = [row("a", 1, "cancelled"), ...burst.rows.slice(1)];
    const found = checkHistory(tell({ events: [...burst.events, did("cancel", "a", 1, 50)], rows }));
    expect(found.map((violation) => violation.invariant)).toEqual(["I6", "I12"]);
  });

  test("I4 and I5: somebody was told of another's ticket, which seats nobody past whoever waits", () => {
    const rows = [row("a", 1, "confirmed"), row("b", 2, "waitlisted"), row("c", 3, "waitlisted")];
    const joins = rows.map(({ personId, ticket, state }) => joined(personId, ticket, state));
    const events = [...joins, joined("z", 3, "confirmed", { sentAt: 40, answeredAt: 45 })];
    const found = checkHistory(tell({ slot: { capacity: 1 }, events, rows }));
    expect(found.map((violation) => violation.invariant)).toEqual(["I4", "I5"]);
  });
});
