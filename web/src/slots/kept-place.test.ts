import { afterEach, expect, test, vi } from "vitest";
import type { Entry } from "../../../shared/line.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import type { Keeper } from "../kept.ts";
import { forgetLeft, forgetReceipt, type KeptPlace, keepPlaceAfter, placeName } from "./kept-place.ts";

afterEach(() => void vi.unstubAllGlobals());

function entryOf(slotId: string, told: Partial<Entry>): Entry {
  return { id: `${slotId}-1`, slotId, ticket: 1, state: "waitlisted", ahead: 0, behind: 0, ...told } as Entry;
}

/** A device on which these places are kept. */
function openDevice(places: readonly Entry[]) {
  const tell = (entry: Entry) => new Response(JSON.stringify({ slot: { id: entry.slotId, closedAt: null }, entry }));
  const match = async (address: string) =>
    places.filter(({ slotId }) => address.endsWith(placeName(slotId))).map(tell)[0];
  vi.stubGlobal("caches", { match });
  const [forgotten, keptSince]: [string[], KeptPlace[]] = [[], []];
  const keeper = {
    forget: async (name: string) => void forgotten.push(name),
    keep: async (_: string, place: KeptPlace) => void keptSince.push(place),
  } as unknown as Keeper;
  return { keeper, forgotten, keptSince };
}

test("S23: the list of places, which has what is written, makes a device forget no place with a receipt", async () => {
  const places = [
    entryOf("1", { receipt: "1.1.1.signed", state: "waiting" }),
    entryOf("2", { state: "waitlisted" }),
    entryOf("3", { state: "waitlisted" }),
    entryOf("4", { state: "confirmed" }),
  ];
  const { keeper, forgotten } = openDevice(places);
  await forgetLeft(
    keeper,
    places.filter(({ slotId }) => slotId === "3"),
    places.map(({ slotId }) => placeName(slotId)),
  );
  expect(forgotten).toEqual([placeName("2")]);
});

test.each(["confirmed", "checked_in", "cancelled"])("DESIGN 1: a place that is %s keeps no receipt", async (state) => {
  const place = entryOf("1", { receipt: "1.1.1.signed", afterLoss: true, state: "waiting" });
  const { keeper, keptSince } = openDevice([place]);
  await keepPlaceAfter(keeper, { id: "9", slotId: "1", ticket: 1, state } as Reservation);
  const entry = keptSince[0]?.entry;
  expect(entry?.state).toBe(state === "cancelled" ? "cancelled" : "confirmed");
  expect(Object.keys(entry ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(receipt|afterLoss)$/)]),
  );
});

test("DESIGN 1: of a place that has ended the device forgets the receipt, and of no other one", async () => {
  const place = entryOf("1", { receipt: "1.1.1.signed", state: "waiting" });
  const { keeper, forgotten } = openDevice([place, entryOf("2", { state: "confirmed" })]);
  await forgetReceipt(keeper, { ...place, ticket: 7, state: "left" });
  await forgetReceipt(keeper, entryOf("2", { state: "cancelled" }));
  expect(forgotten).toEqual([]);
  await forgetReceipt(keeper, { ...place, state: "left" });
  expect(forgotten).toEqual([placeName("1")]);
});
