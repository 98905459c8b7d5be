import fc from "fast-check";
import { expect, test } from "vitest";
import { dotOf, isTaken } from "./rope.tsx";

test("whoever comes nearer never steps back on the rope, and stays between the door and its end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (rank, behind) => {
      const [here, nearer] = [dotOf(rank + 1, rank + 1 + behind, 91), dotOf(rank, rank + 1 + behind, 91)];
      expect(nearer).toBeLessThanOrEqual(here);
      expect(nearer).toBeGreaterThanOrEqual(1);
      expect(here).toBeLessThanOrEqual(89);
    }),
  );
});

test("the first is beside the door, the last at the end, half way is far from the door", () => {
  expect(dotOf(1, 10_000, 91)).toBe(1);
  expect(dotOf(10_000, 10_000, 91)).toBe(89);
  expect(dotOf(2_500, 10_000, 91)).toBe(45);
  expect(dotOf(2, 10_000, 91)).toBeLessThan(3);
  expect(dotOf(1, 1, 91)).toBe(1);
});

test("a short line has one dot a person, one behind the other from the door; a long one all dots", () => {
  expect([1, 2, 7, 89].map((rank) => dotOf(rank, 89, 91))).toEqual([1, 2, 7, 89]);
  const taken = (inLine: number) =>
    Array.from({ length: 91 }, (_, dot) => isTaken(dot, inLine, 91)).filter(Boolean).length;
  expect([1, 2, 3, 10].map(taken)).toEqual([1, 2, 3, 10]);
  expect(taken(100_000)).toBe(89);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (rank, behind) => {
      const inLine = rank + behind;
      expect(isTaken(dotOf(rank, inLine, 91), inLine, 91)).toBe(true);
    }),
  );
});
