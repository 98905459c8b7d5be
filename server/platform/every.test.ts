import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { every } from "./every.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when the test says so. */
function slowWork() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const work = vi.fn(() => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })));
  return { work, ends };
}

const ignore = () => undefined;

test("runs first after the pause, and again a pause after the last run ended", async () => {
  const { work, ends } = slowWork();
  every(1_000, work, ignore);
  await vi.advanceTimersByTimeAsync(999);
  expect(work).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]?.resolve();
  await vi.advanceTimersByTimeAsync(999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(2);
});

test("work hears that it is to end", async () => {
  const { work, ends } = slowWork();
  const { stop } = every(1_000, work, ignore);
  await vi.advanceTimersByTimeAsync(1_000);
  const [isToEnd] = work.mock.calls[0] as unknown as [() => boolean];
  expect(isToEnd()).toBe(false);
  const stopped = stop();
  expect(isToEnd()).toBe(true);
  ends[0]?.resolve();
  await stopped;
});

test("what has a long pause runs soon after the start all the same", async () => {
  const { work, ends } = slowWork();
  every(3_600_000, work, ignore);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]?.resolve();
  await vi.advanceTimersByTimeAsync(3_599_999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(2);
});

test("runs never overlap, however long one takes", async () => {
  const { work } = slowWork();
  every(1_000, work, ignore);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(1);
});

test("a failure is told and does not stop it", async () => {
  const failure = new Error("no database");
  const told: unknown[] = [];
  const work = vi.fn(() => Promise.reject(failure));
  every(1_000, work, (error) => told.push(error));
  await vi.advanceTimersByTimeAsync(3_000);
  expect([work.mock.calls.length, told]).toEqual([3, [failure, failure, failure]]);
});

test("stop between two runs means no further run", async () => {
  const work = vi.fn(async () => undefined);
  const repeated = every(1_000, work, ignore);
  await vi.advanceTimersByTimeAsync(1_500);
  await repeated.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(1);
});

test.each(["resolve", "reject"] as const)(
  "stop waits for the run under way to %s, and there is no other",
  async (end) => {
    const { work, ends } = slowWork();
    const repeated = every(1_000, work, ignore);
    await vi.advanceTimersByTimeAsync(1_000);
    const stopped = vi.fn();
    const stopping = repeated.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stopped).not.toHaveBeenCalled();
    ends[0]?.[end](new Error("late"));
    await stopping;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(work).toHaveBeenCalledTimes(1);
  },
);
