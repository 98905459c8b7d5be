import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startPolling } from "./polling.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("S23: it asks at once when the network returns or somebody looks again; once stopped, no more", async () => {
  let runs = 0;
  const polling = startPolling(async () => {
    runs += 1;
    return false;
  }, 60_000);
  // Lost for so long that the next run is seconds away.
  await vi.advanceTimersByTimeAsync(10_000);
  const runsAfter = async (where: EventTarget, name: string) => {
    const before = runs;
    where.dispatchEvent(new Event(name));
    await vi.advanceTimersByTimeAsync(0);
    return runs - before;
  };
  expect(await runsAfter(window, "online")).toBe(1);
  expect(await runsAfter(document, "visibilitychange")).toBe(1);
  polling.stop();
  expect([await runsAfter(window, "online"), await runsAfter(document, "visibilitychange")]).toEqual([0, 0]);
});
