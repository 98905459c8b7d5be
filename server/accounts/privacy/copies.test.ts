import { expect, test } from "vitest";
import type { PersonId } from "../../../shared/ids.ts";
import { createCopies, mostCopiesWaiting } from "./copies.ts";

/** Copies that end when the test says so. */
function ground() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const copy = createCopies(async (person) => {
    begun.push(person);
    const isBroken = await new Promise<unknown>((resolve) => ends.push(() => resolve(person === "broken")));
    if (isBroken) throw new Error("broken");
    return person;
  });
  const of = (person: string) => copy(person as PersonId);
  /** Ends whichever is being read, and lets the next begin. */
  async function next(): Promise<void> {
    ends.shift()?.();
    await new Promise(setImmediate);
  }
  return { begun, of, next };
}

test("S25: copies are read one at a time, also after one that failed; nobody has two that wait", async () => {
  const { begun, of, next } = ground();
  const [broken, ann] = [of("broken"), of("ann")];
  await new Promise(setImmediate);
  // Theirs waits, so it knows what they wrote until now; of the one that is being read nobody can say that.
  const others = [of("ann"), of("broken"), of("ben"), of("broken")];
  expect(begun).toEqual(["broken"]);
  const failure = expect(broken).rejects.toThrow("broken");
  await next();
  await failure;
  expect(begun).toEqual(["broken", "ann"]);
  const again = expect(others[1]).rejects.toThrow("broken");
  const shared = expect(others[3]).rejects.toThrow("broken");
  for (let ended = 0; ended < 3; ended += 1) await next();
  await Promise.all([again, shared]);
  expect(begun).toEqual(["broken", "ann", "broken", "ben"]);
  expect(await Promise.all([ann, others[0], others[2]])).toEqual(["ann", "ann", "ben"]);
});

test("while a hundred wait for their copies the next is told to come again", async () => {
  const { of, next } = ground();
  const asked = [of("first")];
  await new Promise(setImmediate);
  for (let person = 0; person < mostCopiesWaiting; person += 1) asked.push(of(`person ${person}`));
  expect(await of("one more")).toEqual({ problem: "busy", retryAfterSeconds: 5 });
  for (const _ of asked) await next();
  expect(await Promise.all(asked)).toHaveLength(mostCopiesWaiting + 1);
});
