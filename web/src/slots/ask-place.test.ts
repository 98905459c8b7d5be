import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAsking } from "./ask-place.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Wish = (asking: ReturnType<typeof createAsking>) => void;

/** When a client asks whose chance is this, in milliseconds from the message. */
async function askedAfter(wish: Wish, chance: number): Promise<number[]> {
  const asked: number[] = [];
  const toldAt = Date.now();
  wish(
    createAsking(
      () => asked.push(Date.now() - toldAt),
      () => chance,
    ),
  );
  await vi.advanceTimersByTimeAsync(10_000);
  return asked;
}

const chances = [0, 0.25, 0.5, 0.999];

test.each<[string, Wish]>([
  ["more left than a message lists", (asking) => asking.about({ gone: null })],
  ["the slot is gone for all who follow it", (asking) => asking.likeAllOthers()],
])("DESIGN 7: when %s, clients ask for their place spread over 5 s", async (_, wish) => {
  expect(await Promise.all(chances.map((chance) => askedAfter(wish, chance)))).toEqual([
    [0],
    [1_250],
    [2_500],
    [4_995],
  ]);
});

test.each<[string, Wish]>([
  ["I am among those listed", (asking) => asking.about({ gone: [4, 7] })],
  ["something happened to my own entry", (asking) => asking.now()],
])("when %s, I ask at once", async (_, wish) => {
  expect(await Promise.all(chances.map((chance) => askedAfter(wish, chance)))).toEqual([[0], [0], [0], [0]]);
});

test("a client asks once for what several messages could not tell, and not at all when its page is gone", async () => {
  const both: Wish = (asking) => {
    asking.about({ gone: null });
    asking.about({ gone: [3] });
  };
  expect(await askedAfter(both, 0.5)).toEqual([0]);
  const leaving: Wish = (asking) => {
    asking.about({ gone: null });
    asking.stop();
  };
  expect(await askedAfter(leaving, 0.5)).toEqual([]);
});

test("left to chance, a hundred clients do not ask in the same second", async () => {
  const delays: number[] = [];
  for (let client = 0; client < 100; client += 1) {
    const toldAt = Date.now();
    createAsking(() => delays.push(Date.now() - toldAt)).about({ gone: null });
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(delays).toHaveLength(100);
  expect(new Set(delays.map((delay) => Math.floor(delay / 1_000))).size).toBeGreaterThan(2);
});
