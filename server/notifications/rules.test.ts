import { expect, test } from "vitest";
import { createQuiet } from "./quiet-answers.ts";
import { functionMarginMs, sendingSeconds, transportMs } from "./rules.ts";

const sendingMs = sendingSeconds * 1_000;

test("I7: a transport ends before the mark of its mail, and a function has time for both", () => {
  expect(sendingMs - transportMs).toBeGreaterThanOrEqual(2_000);
  expect(functionMarginMs - sendingMs).toBeGreaterThanOrEqual(2_000);
});

test("I7: an answer waits longer than any mark lasts, never for ever, and for nothing not at all", async () => {
  let waitedMs = 0;
  const clock = {
    async wait(ms: number) {
      waitedMs += ms;
    },
  };
  await createQuiet({ isSending: async () => false }, clock)({ entry: "9-1" as never });
  expect(waitedMs).toBe(0);
  await createQuiet({ isSending: async () => true }, clock)({ entry: "9-1" as never });
  expect(waitedMs).toBeGreaterThan(sendingMs + 500);
  expect(waitedMs).toBeLessThan(sendingMs + 2_000);
});
