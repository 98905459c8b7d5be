import { describe, expect, test } from "vitest";
import type { NewStore } from "../../shared/stores.ts";
import { type StoreToKeep, searchOf, storeToKeep } from "./rules.ts";

const now = Date.UTC(2026, 10, 22, 12);
const wish: NewStore = {
  name: "문래 스튜디오",
  category: "food",
  district: "성수",
  startsOn: "2026-12-01",
  endsOn: "2026-12-07",
};
const kept = (changes: Partial<NewStore> = {}) => storeToKeep({ ...wish, ...changes }, now) as StoreToKeep;
const wrongFields = (changes: Partial<NewStore>) => {
  const answer = storeToKeep({ ...wish, ...changes }, now);
  return "problem" in answer ? [answer.problem, ...(answer.fields ?? [])] : answer;
};

test("S6, D23: what is left out: Korea, open from now to the end of the last day there, parties of four", () => {
  expect(kept()).toEqual({
    ...wish,
    bio: "",
    address: "",
    latitude: null,
    longitude: null,
    rules: "",
    timeZone: "Asia/Seoul",
    opensAt: "2026-11-22T12:00:00.000Z",
    closesAt: "2026-12-07T14:59:59.000Z",
    largestParty: 4,
    placesPerPerson: null,
    fillsGaps: false,
    offerMinutes: 60,
    graceMinutes: 30,
    releasesNoShows: false,
    isListed: true,
  });
});

test("what the host says is kept, moments in UTC", () => {
  const said = {
    bio: "둘러보세요",
    address: "도림로 1",
    rules: "조용히",
    timeZone: "America/New_York",
    opensAt: "2026-11-25T10:00:00+09:00",
    closesAt: "2026-12-07T20:00:00-05:00",
    largestParty: 8,
    placesPerPerson: null,
    fillsGaps: true,
    offerMinutes: 15,
    graceMinutes: 10,
    releasesNoShows: true,
    isListed: false,
  };
  const moments = { opensAt: "2026-11-25T01:00:00.000Z", closesAt: "2026-12-08T01:00:00.000Z" };
  expect(kept(said)).toEqual({ ...wish, ...said, ...moments, latitude: null, longitude: null });
});

test("S6: another spelling of name, district and address makes no other store, and is looked for as that", () => {
  const parts = { name: "  문래\u200b  스튜디오\u3000".normalize("NFD"), district: "성수 ".normalize("NFD") };
  const address = "도림로 1";
  expect(kept({ ...parts, address: ` ${address}\ufeff `.normalize("NFD") })).toEqual(kept({ address }));
  const search = { q: "문래스튜디오", district: "성수" };
  expect(searchOf({ q: parts.name, district: parts.district })).toEqual(search);
  expect(searchOf({ q: "\u3164문래\u2800스튜디오", district: "성\u200b수" })).toEqual(search);
});

test("S6: a name whose letters are more in their one spelling than there is room for is named", () => {
  expect(wrongFields({ name: "\u0958".repeat(41) })).toEqual(["bad-request", "name"]);
  expect(kept({ name: "\u0958".repeat(40) }).name).toHaveLength(80);
});

test("nothing that a host may not decide gets through", () => {
  const planted = { id: "1", ownerId: "7", role: "operator", createdAt: "2020-01-01" } as Partial<NewStore>;
  expect(kept(planted)).toEqual(kept());
});

describe("wrong fields are named", () => {
  test.each([
    [{ timeZone: "Asia/Atlantis" }, ["timeZone"]],
    [{ timeZone: "+09:00" }, ["timeZone"]],
    [{ timeZone: "" }, ["timeZone"]],
    [{ startsOn: "2026-11-31" }, ["startsOn"]],
    [{ endsOn: "2026-12-32" }, ["endsOn", "closesAt"]],
    [{ endsOn: "2026-11-30" }, ["endsOn"]],
    [{ startsOn: "2027-02-29", endsOn: "2027-03-01" }, ["startsOn"]],
    [{ opensAt: "2026-12-07T15:00:00Z" }, ["closesAt"]],
    [{ opensAt: "2026-12-01T00:00:00Z", closesAt: "2026-12-01T00:00:00Z" }, ["closesAt"]],
    [{ opensAt: "2026-12-02T00:00:00Z", closesAt: "2026-12-01T00:00:00Z" }, ["closesAt"]],
    [{ timeZone: "nowhere", endsOn: "2026-11-30" }, ["timeZone", "endsOn"]],
  ] as [Partial<NewStore>, string[]][])("%j: %j", (changes, fields) => {
    expect(wrongFields(changes)).toEqual(["bad-request", ...fields]);
  });
});

const zones = ["Asia/Seoul", "America/New_York", "Europe/Paris", "UTC"];
const renamed = ["Asia/Kolkata", "Asia/Calcutta", "Asia/Ho_Chi_Minh", "Asia/Saigon", "Europe/Kyiv", "Europe/Kiev"];
test.each([...zones, ...renamed])("%s is a time zone", (timeZone) => {
  expect(kept({ timeZone }).timeZone).toBe(timeZone);
});

const noZones = ["CNT", "seoul", "+09:00", "Asia/Nowhere", "SystemV/EST5", "Canada/East-Saskatchewan", "ASIA/SEOUL"];
test.each(noZones)("%j is no time zone", (timeZone) => {
  expect(wrongFields({ timeZone })).toEqual(["bad-request", "timeZone"]);
});

test("a store of one day is a store", () => {
  expect(kept({ endsOn: wish.startsOn })).toMatchObject({ startsOn: "2026-12-01", endsOn: "2026-12-01" });
});
