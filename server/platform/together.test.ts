import { expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createTogether } from "./together.ts";

/** What was asked for at one time, and how that ends when the test says so. */
function openTogether(lateMs: number) {
  const asked: { numbers: readonly number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const ask = (numbers: readonly number[]) =>
    new Promise<number[]>((resolve, fail) => {
      asked.push({ numbers, end: () => resolve(numbers.map((number) => number * 2)), fail });
    });
  const begun = (count: number) => waitUntil(() => asked.length === count, { what: `${count} are asked`, everyMs: 1 });
  const numbers = () => asked.map((each) => each.numbers);
  return { asked, begun, numbers, together: createTogether({ ask, most: 3, lateMs }) };
}
const never = 2 ** 30;

test("what comes within the same moment is asked for at once, the rest next, and each has its own answer", async () => {
  const { asked, begun, numbers, together } = openTogether(never);
  const first = [1, 2, 3, 4].map(together);
  await begun(1);
  const more = [5, 6].map(together);
  asked[0]?.end();
  await begun(2);
  asked[1]?.end();
  expect(await Promise.all([...first, ...more])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(numbers()).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const later = together(7);
  await begun(3);
  asked[2]?.end();
  expect(await later).toBe(14);
});

test("S42: what is late keeps nobody waiting, neither who waits already nor who comes later", async () => {
  const { asked, begun, numbers, together } = openTogether(50);
  const lost = together(1);
  await begun(1);
  const waiting = [2, 3, 4, 5].map(together);
  await begun(3);
  expect(numbers().slice(1)).toEqual([[2, 3, 4], [5]]);
  for (const each of asked.slice(1)) each.end();
  expect(await Promise.all(waiting)).toEqual([4, 6, 8, 10]);
  const later = together(6);
  await begun(4);
  asked[3]?.end();
  expect(await later).toBe(12);
  asked[0]?.fail(new Error("silent"));
  await expect(lost).rejects.toThrow("silent");
});

test("a failure is that of those who were asked for with it, also where nothing is even begun", async () => {
  const { asked, begun, together } = openTogether(never);
  const outcomes = Promise.allSettled([1, 2, 3, 4].map(together));
  await begun(1);
  asked[0]?.fail(new Error("no database"));
  await begun(2);
  asked[1]?.end();
  const statuses = (await outcomes).map(({ status }) => status);
  expect(statuses).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);

  let throws = true;
  const ask = (numbers: readonly number[]) => {
    if (throws) throw new Error("at once");
    return Promise.resolve(numbers);
  };
  const throwing = createTogether({ ask, most: 3, lateMs: never });
  await expect(throwing(1)).rejects.toThrow("at once");
  throws = false;
  expect(await throwing(2)).toBe(2);
});
