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

/** However long the machine takes. */
const patient = { timeout: 20_000 };

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
  await vi.waitFor(() => expect(told).toMatchObject({ places: [waiting], isLost: false }), patient);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(looks).toHaveLength(2), patient);
  // Read before I left, it comes after.
  hear({ entry: left });
  looks[1]?.([waiting]);
  await vi.waitFor(() => expect(looks).toHaveLength(3), patient);
  expect(told).toEqual({ places: [], isLost: false });
  stop();
});

test("DESIGN 1: a list that hears that a place has ended lets go of its receipt, and at no other news", async () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const keptPlace = JSON.stringify({ entry: { ...waiting, state: "waiting", receipt: "1.9.1.signed" } });
  const forgotten: string[] = [];
  const cache = { delete: async (address: string) => forgotten.push(address) };
  vi.stubGlobal("caches", { match: async () => new Response(keptPlace), open: async () => cache });
  const stop = followStanding(
    () => undefined,
    () => undefined,
  );
  hear({ entry: waiting });
  hear({ entry: { ...waiting, state: "confirmed" } });
  await vi.advanceTimersByTimeAsync(0);
  expect(forgotten).toEqual([]);
  hear({ entry: left });
  await vi.waitFor(() => expect(forgotten).toEqual(["/kept/slots/1"]), patient);
  stop();
});
