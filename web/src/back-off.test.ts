import { expect, test } from "vitest";
import { backOffMs, pause } from "./back-off.ts";

test("1, 2, 4, 8 and then 8 s, spread by a fifth either way", () => {
  expect([0, 1, 2, 3, 4, 9].map((failures) => backOffMs(failures, () => 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
  expect(backOffMs(0, () => 0)).toBeCloseTo(800);
  expect(backOffMs(0, () => 1)).toBeCloseTo(1_200);
});

test("a pause ends early when its signal aborts", async () => {
  const leaving = new AbortController();
  const waiting = pause(60_000, leaving.signal);
  leaving.abort(new Error("left"));
  await expect(waiting).rejects.toThrow("left");
  await expect(pause(60_000, leaving.signal)).rejects.toThrow("left");
});
