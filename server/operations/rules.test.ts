import { expect, test } from "vitest";
import { levels } from "../../shared/metrics.ts";
import { healthOf } from "./rules.ts";

const well = { [levels.oversold]: 0, [levels.linesStill]: 0, [levels.outboxAge]: 60, [levels.deadLetters]: 0 };
const statesOf = (seen: Parameters<typeof healthOf>[0]) =>
  Object.fromEntries(healthOf(seen).parts.map(({ part, state }) => [part, state]));
const allWell = { seats: "well", lines: "well", outbox: "well", mail: "well" };

test("S40: health names what is wrong, by the bounds of the alarms", () => {
  expect(statesOf({ levels: well, isRedisThere: null })).toEqual({ database: "well", redis: "absent", ...allWell });
  const bad = { [levels.oversold]: 1, [levels.linesStill]: 1, [levels.outboxAge]: 61, [levels.deadLetters]: 1 };
  const trouble = { seats: "trouble", lines: "trouble", outbox: "trouble", mail: "trouble" };
  expect(statesOf({ levels: bad, isRedisThere: false })).toEqual({ database: "well", redis: "trouble", ...trouble });
  const unknown = { seats: "unknown", lines: "unknown", outbox: "unknown", mail: "unknown" };
  expect(statesOf({ levels: null, isRedisThere: true })).toEqual({ database: "trouble", redis: "well", ...unknown });
});
