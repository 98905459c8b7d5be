import { afterEach, expect, test, vi } from "vitest";
import type { Entry } from "../../../shared/line.ts";
import type { Keeper } from "../kept.ts";
import { forgetLeft, placeName } from "./kept-place.ts";

afterEach(() => void vi.unstubAllGlobals());

function entryOf(slotId: string, told: Partial<Entry>): Entry {
  return { id: `${slotId}-1`, slotId, ticket: 1, state: "waitlisted", ahead: 0, behind: 0, ...told } as Entry;
}

test("S23: the list of places, which has what is written, makes a device forget no place with a receipt", async () => {
  const places = [
    entryOf("1", { receipt: "1.1.1.signed", state: "waiting" }),
    entryOf("2", { state: "waitlisted" }),
    entryOf("3", { state: "waitlisted" }),
    entryOf("4", { state: "confirmed" }),
  ];
  const tell = (entry: Entry) => new Response(JSON.stringify({ entry }));
  const match = async (address: string) =>
    places.filter(({ slotId }) => address.endsWith(placeName(slotId))).map(tell)[0];
  vi.stubGlobal("caches", { match });
  const forgotten: string[] = [];
  const keeper = { forget: async (name: string) => void forgotten.push(name) } as unknown as Keeper;
  await forgetLeft(
    keeper,
    places.filter(({ slotId }) => slotId === "3"),
    places.map(({ slotId }) => placeName(slotId)),
  );
  expect(forgotten).toEqual([placeName("2")]);
});
