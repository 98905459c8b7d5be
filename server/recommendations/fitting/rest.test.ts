import { describe, expect, test } from "vitest";
import { createTraffic, createTrafficWatch } from "../../platform/traffic.ts";
import { createRest } from "./rest.ts";

/** A thread in a time of its own: work takes what it is said to take, sleep lets the process serve meanwhile. */
function openThread(meanwhile: (traffic: ReturnType<typeof createTraffic>) => void = () => undefined) {
  const traffic = createTraffic();
  const slept: number[] = [];
  let now = 0;
  const { rest, restedMs } = createRest({
    isBusy: createTrafficWatch(traffic.counts),
    now: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      meanwhile(traffic);
    },
  });
  const work = (ms: number) => {
    now += ms;
    rest();
  };
  return { traffic, work, slept, restedMs, now: () => now };
}

const served = ({ begin, end }: ReturnType<typeof createTraffic>) => {
  begin();
  end();
};

describe("P8: a fit stands aside while people are served", () => {
  test("with nobody there it never does", () => {
    const { work, slept } = openThread();
    for (let step = 0; step < 1_000; step += 1) work(2);
    expect(slept).toEqual([]);
  });

  test("it looks after each piece of four milliseconds, and not after each step", () => {
    const { traffic, work, slept } = openThread();
    traffic.begin();
    work(3);
    expect(slept).toEqual([]);
    work(3);
    expect(slept.length).toBeGreaterThan(0);
    const once = slept.length;
    work(3);
    expect(slept).toHaveLength(once);
  });

  test("whoever came during the last piece is waited for, though they were answered", () => {
    const { traffic, work, slept, restedMs } = openThread();
    served(traffic);
    work(5);
    expect(slept).toEqual([10]);
    work(5);
    expect(slept).toEqual([10]);
    expect(restedMs()).toBe(10);
  });

  test("it goes on as soon as nobody is under way any more", () => {
    let looks = 0;
    const { traffic, work, restedMs } = openThread(({ end }) => {
      looks += 1;
      if (looks === 3) end();
    });
    traffic.begin();
    work(5);
    expect(restedMs()).toBe(30);
  });

  test.each(["one request that is never answered", "somebody new at each look"])(
    "%s: at most 26 times as long",
    (busy) => {
      const { traffic, work, now } = openThread(busy.startsWith("one") ? undefined : served);
      traffic.begin();
      if (!busy.startsWith("one")) traffic.end();
      for (let piece = 0; piece < 500; piece += 1) {
        work(4);
        if (!busy.startsWith("one")) served(traffic);
      }
      expect(now()).toBe(500 * 4 * 26);
    },
  );

  test("after five minutes in all it goes on regardless", () => {
    const { traffic, work, restedMs } = openThread();
    traffic.begin();
    for (let piece = 0; piece < 4_000; piece += 1) work(4);
    expect(restedMs()).toBe(300_000);
  });
});
