import { expect, test } from "vitest";
import { createServerClock } from "./clock.ts";

const sample = (sentAt: number, receivedAt: number, serverNow: number) => ({ sentAt, receivedAt, serverNow });

test("the sample with the smallest round trip wins, read half-way", () => {
  let elapsed = 1_000;
  const clock = createServerClock(() => elapsed);
  clock.learn(sample(0, 400, 50_300));
  clock.learn(sample(500, 520, 50_510));
  clock.learn(sample(600, 900, 50_900));
  expect(clock.now()).toBe(51_000);
  elapsed = 2_000;
  expect(clock.now()).toBe(52_000);
});

test("80 ms on the way back only put the clock off by half of that", () => {
  const clock = createServerClock(() => 1_000);
  clock.learn(sample(0, 80, 50_000));
  expect(clock.now()).toBe(50_960);
});

test("only the last five samples count, and none from before a sleep", () => {
  const clock = createServerClock(() => 1_000);
  clock.learn(sample(0, 2, 50_041));
  for (let look = 0; look < 5; look += 1) clock.learn(sample(100, 120, 50_110));
  expect(clock.now()).toBe(51_000);
  clock.distrust();
  expect(clock.samples).toBe(0);
  clock.learn(sample(100, 500, 70_300));
  expect(clock.now()).toBe(71_000);
});

test("after a sleep that nobody noticed the first sample that contradicts the others is believed alone", () => {
  let elapsed = 1_000;
  const clock = createServerClock(() => elapsed);
  for (let look = 0; look < 5; look += 1) clock.learn(sample(100, 110, 50_105));
  expect(clock.now()).toBe(51_000);
  // The device stood still for a minute; the way back is slower than before.
  elapsed = 2_000;
  clock.learn(sample(1_500, 2_000, 111_750));
  expect(clock.now()).toBe(112_000);
  expect(clock.samples).toBe(1);
});

test("whoever counts down is told of a better clock until they stop listening", () => {
  const clock = createServerClock(() => 0);
  let told = 0;
  const stop = clock.onLearned(() => {
    told += 1;
  });
  clock.learn(sample(0, 10, 5));
  stop();
  clock.learn(sample(0, 10, 5));
  expect(told).toBe(1);
});

test("before there is a sample any answer puts a clock right that is far off, and no other", () => {
  const clock = createServerClock(() => 1_000);
  let told = 0;
  clock.onLearned(() => {
    told += 1;
  });
  const right = clock.now();
  for (const said of [right + 2_000, right - 2_000, Number.NaN]) clock.glimpse(said);
  expect([clock.now(), told]).toEqual([right, 0]);
  clock.glimpse(right - 600_000);
  expect([clock.now(), told]).toEqual([right - 600_000, 1]);
  clock.learn(sample(990, 1_000, right));
  clock.glimpse(right + 600_000);
  expect(clock.now()).toBe(right + 5);
});
