import { expect, test } from "vitest";
import { lineChannel } from "../line/index.ts";
import { createLocalBus } from "../platform/bus/bus.local.ts";
import { onMessages } from "./hints.ts";

test.each([
  ["a seat that somebody took", { people: [{ person: "7", entry: { state: "confirmed" } }] }, 1],
  ["a line that settled", { people: [] }, 1],
  ["somebody who only waits", { people: [{ person: "7", entry: { state: "waitlisted" } }] }, 0],
  ["what another process did, which sends it itself", { people: [{ person: "7", entry: null }], isElsewhere: true }, 0],
])("S30: mails are hurried, or not, by %s", (_, change, times) => {
  const bus = createLocalBus();
  let hurries = 0;
  onMessages(bus, () => {
    hurries += 1;
  });
  bus.publish(lineChannel, { slot: "5", ...change });
  expect(hurries).toBe(times);
});
