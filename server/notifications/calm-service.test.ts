import { expect, test } from "vitest";
import { createCalm } from "./calm-service.ts";

/** A clock that goes only when somebody waits; `pressing` says how many press in so many milliseconds. */
function world(pressing: (now: number, milliseconds: number) => number) {
  let [now, presses] = [0, 0];
  const clock = {
    now: () => now,
    wait: async (milliseconds: number) => {
      presses += pressing(now, milliseconds);
      now += milliseconds;
    },
  };
  const calm = createCalm({ pressed: () => presses, clock });
  return async () => {
    const before = now;
    await calm();
    return now - before;
  };
}

test("S30: mails wait for a rush to end, and a few presses are none", async () => {
  const rushOf = (ms: number) => world((now) => (now < ms ? 50 : 0));
  expect(await rushOf(2_000)()).toBe(2_050);
  expect(await world(() => 5)()).toBe(50);
});

test("a rush that does not end holds mails up for ten seconds, once", async () => {
  const wait = world(() => 50);
  expect(await wait()).toBe(10_050);
  expect(await wait()).toBe(50);
});

test("the next rush is waited for again", async () => {
  const wait = world((now) => (now < 11_000 || (now > 20_000 && now < 22_000) ? 50 : 0));
  expect([await wait(), await wait()]).toEqual([10_050, 50]);
  while ((await wait()) === 50);
  expect(await wait()).toBe(50);
});
