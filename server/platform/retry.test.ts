import { expect, test, vi } from "vitest";
import { retrying } from "./retry.ts";

/** A clock that does not wait and remembers how long it should have. */
function impatientClock() {
  const pauses: number[] = [];
  return { pauses, wait: async (milliseconds: number) => void pauses.push(milliseconds) };
}

const failing = (times: number) => {
  let calls = 0;
  return vi.fn(async () => {
    calls += 1;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return `after ${calls}`;
  });
};
const always = () => true;

test("S25: what passes within five retries succeeds; pauses of 100 ms, doubling, half of each jitter", async () => {
  const clock = impatientClock();
  expect(await retrying(failing(5), always, clock)).toBe("after 6");
  expect(clock.pauses).toHaveLength(5);
  for (const [position, full] of [100, 200, 400, 800, 1600].entries()) {
    expect(clock.pauses[position]).toBeGreaterThanOrEqual(full / 2);
    expect(clock.pauses[position]).toBeLessThanOrEqual(full);
  }
});

test.each([
  [0, [50, 100, 200, 400, 800]],
  [0.5, [75, 150, 300, 600, 1200]],
])("S25: the pauses when chance says %d", async (chance, pauses) => {
  const random = vi.spyOn(Math, "random").mockReturnValue(chance);
  const clock = impatientClock();
  await retrying(failing(5), always, clock);
  random.mockRestore();
  expect(clock.pauses).toEqual(pauses);
});

test("S25: servers that failed together do not come back together", async () => {
  const firstPause = async () => {
    const clock = impatientClock();
    await retrying(failing(1), always, clock);
    return clock.pauses[0];
  };
  const pauses = await Promise.all(Array.from({ length: 50 }, firstPause));
  expect(new Set(pauses).size).toBeGreaterThan(40);
});

test("S25: after five retries the last failure is passed on", async () => {
  const work = failing(100);
  await expect(retrying(work, always, impatientClock())).rejects.toThrow("failure 6");
  expect(work).toHaveBeenCalledTimes(6);
});

test("a failure that does not pass is not retried, also after some that might have", async () => {
  const clock = impatientClock();
  const work = failing(100);
  const mayPass = (error: unknown) => (error as Error).message !== "failure 3";
  await expect(retrying(work, mayPass, clock)).rejects.toThrow("failure 3");
  expect([work.mock.calls.length, clock.pauses.length]).toEqual([3, 2]);
});

test("what succeeds at once waits for nothing", async () => {
  const clock = impatientClock();
  expect(await retrying(failing(0), always, clock)).toBe("after 1");
  expect(clock.pauses).toEqual([]);
});

test("S25: what takes long to fail is not tried again once 10 s have passed", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  const slow = vi.fn(async () => {
    now += 5_500;
    throw new Error("no answer");
  });
  await expect(retrying(slow, always, impatientClock())).rejects.toThrow("no answer");
  clock.mockRestore();
  expect(slow).toHaveBeenCalledTimes(2);
});
