import { describe, expect, test } from "vitest";
import type { StoreId } from "../../../shared/ids.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { everyStore, heroOf, nextOf, popularOf } from "./home-lists.ts";

const now = Date.UTC(2026, 10, 22, 12);
const minuteMs = 60_000;

/** A store that opens so many minutes from now; below zero it has opened. */
function card(id: string, opensInMinutes: number, changes: Partial<StoreCard> = {}): StoreCard {
  return {
    id: id as StoreId,
    name: `store ${id}`,
    bio: "",
    category: "food",
    district: "성수",
    startsOn: "2026-11-28",
    endsOn: "2026-12-14",
    address: "",
    latitude: null,
    longitude: null,
    rules: "",
    timeZone: "Asia/Seoul",
    opensAt: new Date(now + opensInMinutes * minuteMs).toISOString(),
    closesAt: "2026-12-14T14:59:59.000Z",
    largestParty: 1,
    placesPerPerson: null,
    fillsGaps: false,
    offerMinutes: 0,
    graceMinutes: 30,
    releasesNoShows: false,
    isListed: true,
    hostName: "host",
    state: opensInMinutes > 0 ? "upcoming" : "open",
    capacity: 10,
    seatsLeft: 10,
    waiting: 0,
    nextSlotId: null,
    poster: { ground: "#000000", ink: "#ffffff", picture: null },
    ...changes,
  };
}

const home = (upcoming: StoreCard[], stores: StoreCard[]) => ({ upcoming, stores, hasMore: false });
const heroId = (upcoming: StoreCard[], stores: StoreCard[]) => heroOf(home(upcoming, stores), now)?.id;

describe("the opening everybody looks at", () => {
  test("is the next one", () => {
    expect(heroId([card("1", 12), card("2", 60)], [card("3", -60)])).toBe("1");
  });

  test("stays for half a minute after its opening, even with another one near", () => {
    expect(heroId([card("1", 1)], [card("2", -0.4)])).toBe("2");
    expect(heroId([card("1", 1)], [card("2", -1)])).toBe("1");
  });

  test("stays for three minutes when the next one is far", () => {
    expect(heroId([card("1", 60)], [card("2", -2)])).toBe("2");
    expect(heroId([card("1", 60)], [card("2", -4)])).toBe("1");
  });

  test("counts as open although the list is older than the opening", () => {
    expect(heroId([card("1", -0.1, { state: "upcoming" }), card("2", 60)], [])).toBe("1");
  });

  test("is what people want most when nothing opens, and nothing when there is nothing", () => {
    expect(heroId([], [card("1", -60), card("2", -60, { waiting: 4 })])).toBe("2");
    expect(heroId([], [])).toBeUndefined();
  });
});

test("the lines after that leave out the one everybody looks at and what has opened", () => {
  const upcoming = [card("1", 12), card("2", -0.1, { state: "upcoming" }), card("3", 60)];
  const shown = home(upcoming, []);
  expect(nextOf(shown, upcoming[0] ?? null, now).map(({ id }) => id)).toEqual(["3"]);
});

test("people want what is booked and waited for, of what takes visitors", () => {
  const stores = [
    card("1", -60, { seatsLeft: 4 }),
    card("2", -60, { seatsLeft: 0, waiting: 30, state: "sold-out" }),
    card("3", -60),
    card("4", -60, { state: "closed", waiting: 90 }),
  ];
  expect(popularOf(stores, now).map(({ id }) => id)).toEqual(["2", "1"]);
});

test("a store in both lists is shown once", () => {
  const both = card("1", 12);
  expect(everyStore(home([both, card("2", 20)], [card("3", -60), both])).map(({ id }) => id)).toEqual(["3", "1", "2"]);
});
