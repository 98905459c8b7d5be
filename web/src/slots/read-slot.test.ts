import { afterEach, expect, test, vi } from "vitest";
import { samplesKept, serverClock } from "../clock.ts";
import { keepClock } from "./read-slot.ts";

const page = Object.assign(new EventTarget(), { hidden: false });
let stop: () => void = () => undefined;
afterEach(() => {
  stop();
  // Other tests know this clock too.
  serverClock.distrust();
  serverClock.begin(Date.now());
  page.hidden = false;
  vi.unstubAllGlobals();
});

/** A page about a slot, before a server that answers in this way; tells how often it was asked since the last time. */
function openPage(answer: () => Response) {
  let looks = 0;
  vi.stubGlobal("document", page);
  vi.stubGlobal("fetch", async () => {
    looks += 1;
    return answer();
  });
  stop = keepClock("9");
  return async () => {
    // Every answer is there at once, so nothing is under way any more after a turn of the event loop for each.
    for (let turns = 0; turns < 200; turns += 1) await new Promise(setImmediate);
    const asked = looks;
    looks = 0;
    return asked;
  };
}
const show = (hidden: boolean) => {
  page.hidden = hidden;
  page.dispatchEvent(new Event("visibilitychange"));
};

test("S19: a place looks at the server's clock five times when it comes, and again when it wakes", async () => {
  const asked = openPage(() => Response.json({ id: "9", now: "2026-11-28T11:00:00.000Z" }));
  expect(await asked()).toBe(samplesKept);
  expect(serverClock.samples).toBe(samplesKept);
  show(true);
  expect(await asked()).toBe(0);
  show(false);
  expect(await asked()).toBe(samplesKept);
  stop();
  show(false);
  expect(await asked()).toBe(0);
});

test("a look that nobody answers ends it", async () => {
  const asked = openPage(() => Response.error());
  expect(await asked()).toBe(1);
  expect(serverClock.samples).toBe(0);
});
