import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { PageAsked, PageReads, Rendered } from "../../shared/pages.ts";
import type { StoreCard } from "../../shared/stores.ts";
import { addresses } from "./addresses.ts";
import { App } from "./app.tsx";
import { drawPage } from "./prerender.tsx";

const store = {
  id: "7",
  name: "<달토끼> 세탁소",
  bio: "달빛으로 빨래하는 곳.",
  category: "character",
  district: "성수",
  startsOn: "2026-11-28",
  endsOn: "2026-12-14",
  timeZone: "Asia/Seoul",
  opensAt: "2026-11-22T13:00:00.000Z",
  closesAt: "2026-12-14T14:59:59.000Z",
  largestParty: 4,
  fillsGaps: false,
  offerMinutes: 10,
  graceMinutes: 30,
  releasesNoShows: false,
  isListed: true,
  hostName: "스튜디오 문래",
  state: "upcoming",
  capacity: 90,
  seatsLeft: 90,
  waiting: 0,
  nextSlotId: null,
  poster: { ground: "#1b2a6b", ink: "#f6e9d2" },
} as unknown as StoreCard;

const page = <Item>(items: Item[]) => ({ items, nextCursor: null, hasNext: false });
const reads: PageReads = {
  listStores: async () => page([store]),
  findStore: async (id) => (id === "7" ? store : { problem: "not-found" }),
  listSlots: async () => page([]),
};
const now = "2026-11-22T12:30:00.000Z";
const answer = (asked: Partial<PageAsked>, from = reads) =>
  drawPage({ path: "/", language: "ko", now, isDemo: false, ...asked }, from);
async function draw(asked: Partial<PageAsked> = {}, from = reads) {
  const page = await answer(asked, from);
  if (page === "absent") throw new Error(`No page at ${asked.path}`);
  return page;
}

test("home and stores are drawn, and where a place will stand; every other page is the browser's", async () => {
  expect(await draw()).toMatchObject({ status: 200, title: "팝라인 | 팝업스토어 예약" });
  expect(await draw({ path: "/stores/7" })).toMatchObject({ status: 200, title: "<달토끼> 세탁소 | 팝라인" });
  expect(await draw({ path: "/stores/8" })).toMatchObject({ status: 404, rendered: { store: { store: null } } });
  const place = await draw({ path: "/slots/7" });
  expect([place?.status, place?.markup]).toEqual([200, expect.stringMatching(/data-theme="dark".*class="skeleton"/)]);
  const others = ["/explore", "/stores/7/room", "/stores/8/staff", "/reservations"];
  for (const path of others) expect(await draw({ path })).toBeNull();
});

test("S13: a room whose store is not there is as absent as the store; every other is the browser's", async () => {
  const [room, store] = [await draw({ path: "/stores/8/room" }), await draw({ path: "/stores/8" })];
  expect([room?.status, room?.title, room?.description]).toEqual([404, store?.title, store?.description]);
  expect(room?.markup).toContain("찾을 수 없어요</h1>");
});

describe("an address of the router is a page, and no other is", () => {
  test.each(addresses)("%s", async (address) => {
    const path = address.replace(":id", "7").replace(":entry", "7-1");
    expect(await answer({ path })).not.toBe("absent");
    const rendered: Rendered = { path, language: "ko", now, store: { store, slots: [] } };
    const markup = renderToString(createElement(App, { data: { isDemo: true, contact: null, rendered } }));
    // What is behind the service worker's page is drawn by its address.
    expect(markup.includes("찾을 수 없어요")).toBe(address === "/shell");
  });
  test.each([
    "/zzz",
    "/API/slots/7",
    "/problems/whatever-unknown",
    "/problems/not-open",
    "/slots/x",
    "/stores/7/8",
    "/stores/x",
    "/stores/-1",
    "/explore/",
    "//",
    "/shell/7",
    "/entries/7",
    "/host/stores/7",
    "/notifications7",
    "/demo",
  ])("%s is none", async (path) => expect(await answer({ path })).toBe("absent"));
});

describe("the strict policy holds: nothing in the page is a script or a style of its own", () => {
  test.each(["/", "/stores/7"])("%s", async (path) => {
    const drawn = await draw({ path });
    expect(drawn?.markup).toContain("&lt;달토끼&gt; 세탁소");
    expect(drawn?.markup).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+="/);
  });
});

test("the countdown is drawn for the moment the page was drawn, in the language that was asked for", async () => {
  const [korean, english] = [await draw(), await draw({ language: "en" })];
  expect(korean?.markup).toContain("<b>30</b><i>분</i>");
  expect(english?.markup).toContain("<b>30</b><i>min</i>");
  expect(english?.title).toBe("Popline | Popup store reservations");
});

describe("districts are named in the language of the page, and as they were written where it has no name", () => {
  const next = { ...store, id: "8", district: "한남", opensAt: "2026-11-23T13:00:00.000Z" } as StoreCard;
  const odd = { ...next, id: "9", district: "constructor", opensAt: "2026-11-24T13:00:00.000Z" } as StoreCard;
  const open = { ...store, id: "6", district: "망원", state: "open", opensAt: "2026-11-20T13:00:00.000Z" } as StoreCard;
  const several = { ...reads, listStores: async () => page([store, next, odd, open]) };
  const drawn = async (path: string, language: PageAsked["language"]) =>
    (await draw({ path, language }, several))?.markup ?? "";

  test("home and a store in English", async () => {
    const home = await drawn("/", "en");
    for (const place of [
      "Seongsu · ",
      "Hannam · ",
      "constructor · ",
      "Mangwon · ",
      ">Seongsu<",
      ">Hannam<",
      ">constructor<",
    ]) {
      expect(home).toContain(place);
    }
    expect(await drawn("/stores/7", "en")).toContain("Seongsu · ");
    for (const path of ["/", "/stores/7"]) expect(await drawn(path, "en")).not.toMatch(/성수|한남|망원/);
  });

  test("and in Korean", async () => {
    for (const place of ["성수 · ", "한남 · ", "망원 · ", ">성수<"]) expect(await drawn("/", "ko")).toContain(place);
    expect(await drawn("/stores/7", "ko")).toContain("성수 · ");
  });
});

test("what only a demo has is absent from the real product", async () => {
  expect((await draw({ isDemo: true }))?.markup).toContain('href="/rehearsal"');
  expect((await draw())?.markup).not.toContain("rehearsal");
  expect((await draw())?.markup).not.toContain('class="demo"');
});

test("the page does not carry what no list shows", async () => {
  expect((await draw())?.rendered.home?.stores[0]?.bio).toBe("");
});
