import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { Line } from "./ports.ts";
import { createLine } from "./service.ts";

test("D2: other processes are told whose place it is; what became of it may be old when it arrives", async () => {
  const entry = { id: "5-1", slotId: "5", ticket: 1, state: "confirmed" } as unknown as Entry;
  const published: unknown[][] = [];
  const line = createLine({ join: async () => ({ entry, fresh: true }) } as unknown as Line, {
    publish: (...said) => published.push(said),
  });
  await line.join("5" as SlotId, { person: "7" as PersonId, partySize: 1, key: "a key" });
  const here = { slot: "5", people: [{ person: "7", entry }] };
  const elsewhere = { slot: "5", people: [{ person: "7", entry: null }], isElsewhere: true };
  expect(published).toEqual([["line", here, elsewhere]]);
});
