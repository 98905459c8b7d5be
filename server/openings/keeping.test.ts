import { expect, test } from "vitest";
import type { OpeningId } from "../../shared/ids.ts";
import type { OpeningBook, OpeningShelf } from "./ports.ts";
import { createOpenings } from "./service.ts";
import { createTallies } from "./tally.ts";

/** So many openings that are over, the first of which cannot be measured. */
function openHouse(count: number, failing: number) {
  const waiting = Array.from({ length: count }, (_, at) => String(at + 1) as OpeningId);
  const broken = new Set(waiting.slice(0, failing));
  const book: OpeningBook = {
    keep: async () => [],
    over: async () => [],
    due: async (most, without) => waiting.filter((opening) => !without.includes(opening)).slice(0, most),
    async measure(opening) {
      if (broken.has(opening)) throw new Error(`Opening ${opening} cannot be measured.`);
      return { slots: [], seconds: [], tallies: [] };
    },
    async close(opening) {
      waiting.splice(waiting.indexOf(opening), 1);
    },
    pause: async () => ({ slotIds: [], looked: 0 }),
  };
  const line = { seatsChanged: () => undefined };
  const openings = createOpenings({ book, shelf: {} as OpeningShelf, tallies: createTallies(), line });
  return { keep: openings.keep, waiting: () => waiting.length };
}

test.each([
  [3, 1],
  [30, 20],
])(
  "S12: of %i openings that are over %i cannot be measured; that is told, and all others have a report",
  async (...all) => {
    const [count, failing] = all;
    const { keep, waiting } = openHouse(count, failing);
    const told: unknown[] = [];
    for (let round = 0; round < 2; round += 1) await keep().catch((trouble: unknown) => void told.push(trouble));
    expect(waiting()).toBe(failing);
    expect((told[0] as AggregateError).errors).toHaveLength(failing);
  },
);
