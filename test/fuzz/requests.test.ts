import { afterAll, beforeAll, expect, test } from "vitest";
import { openGround } from "../acceptance/authorisation/ground.ts";
import type { Ground } from "../acceptance/authorisation/judge.ts";
import { fuzz } from "./fuzz.ts";
import { hostileNames, hostileWords } from "./hostile.ts";
import { leaks } from "./judge.ts";
import { violations } from "./seats.ts";
import { chooseSeed, runsOr, timeoutFor } from "./seed.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.world.close());

test(
  "from the OpenAPI document: no 5xx, every answer as declared, no stack, and seats stay right",
  async () => {
    const { asked, findings, answered } = await fuzz(ground, { seed: chooseSeed("requests"), runs: runsOr(32) });
    process.stdout.write(`${asked} requests\n`);
    expect(findings).toEqual([]);
    // Requests that are all refused at the door would show little of what is behind it.
    expect(answered).toBeGreaterThan(25);
    const { slots, found } = await violations(ground.world.database);
    expect(found).toEqual([]);
    expect(slots).toBeGreaterThan(4);
  },
  timeoutFor(runsOr(0)),
);

test("what is sent is not what the answers are searched for", () => {
  expect([...hostileWords, ...hostileNames].filter((word) => leaks.test(JSON.stringify(word)))).toEqual([]);
});
