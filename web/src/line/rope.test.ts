import fc from "fast-check";
import { expect, test } from "vitest";
import { dotOf } from "./rope.tsx";

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
  expect(dotOf(1, 1, 91)).toBe(1);
});
