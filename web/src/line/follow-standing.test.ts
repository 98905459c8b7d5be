import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Entry, OwnEntry } from "../../../shared/line.ts";
import { type LiveMessage, live } from "../live.ts";
import { followStanding, type Standing } from "./follow-standing.ts";

let hear: (message: LiveMessage) => void;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
  vi.spyOn(live, "renew").mockReturnValue();
  vi.spyOn(live, "onChange").mockReturnValue(() => undefined);
  vi.spyOn(live, "isOpen").mockReturnValue(true);
  vi.spyOn(live, "follow").mockImplementation((topic, listener) => {
    if (topic === "me") hear = listener;
    return () => undefined;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const waiting = { id: "1-9", slotId: "1", ticket: 9, state: "waitlisted", ahead: 5, departed: 0 } as OwnEntry;
const left: Entry = { ...waiting, state: "left", ahead: null };

test("S23: a look that a live message has overtaken is not taken; another one is made at once", async () => {
  const looks: ((items: readonly OwnEntry[]) => void)[] = [];
  vi.stubGlobal("fetch", () => {
    return new Promise<Response>((resolve) => looks.push((items) => resolve(Response.json({ items }))));
  });
  let told: Standing | null = null;
  const stop = followStanding(
    (standing) => {
      told = standing;
    },
    () => undefined,
  );
  looks[0]?.([waiting]);
  await vi.waitFor(() => expect(told).toMatchObject({ places: [waiting], isLost: false }));
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(looks).toHaveLength(2));
  // Read before I left, it comes after.
  hear({ entry: left });
  looks[1]?.([waiting]);
  await vi.waitFor(() => expect(looks).toHaveLength(3));
  expect(told).toEqual({ places: [], isLost: false });
  stop();
});
