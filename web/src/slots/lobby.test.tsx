import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "../../../shared/languages.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { SessionProvider } from "../accounts/session.tsx";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { Lobby } from "./lobby.tsx";

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const store = { id: "7", name: "달토끼 세탁소", district: "성수", largestParty: 2 } as Store;
const slot = {
  id: "9",
  storeId: "7",
  startsAt: inHours(5),
  opensAt: inHours(-1),
  closesAt: inHours(4),
  timeZone: "Asia/Seoul",
  capacity: 10,
  held: 8,
  waiting: 0,
  bookableNow: 2,
  paused: false,
  listOpen: true,
  filledAt: null,
} as unknown as Slot;
const press = { pressing: null, problem: null, press: () => undefined } as never;

function lobbyOf(news: Partial<Slot>, language: Language = "ko"): string {
  return renderToStaticMarkup(
    <PageDataProvider
      data={{ isDemo: false, contact: null, rendered: { path: "/slots/9", language, now: inHours(0) } }}
    >
      <SessionProvider>
        <Lobby slot={{ ...slot, ...news }} store={store} press={press} here={null} />
      </SessionProvider>
    </PageDataProvider>,
  );
}

beforeAll(async () => {
  await loadCatalogue("ko");
  await loadCatalogue("en");
});

test("a newcomer is never shown a seat left beside the word that reservations are full", () => {
  expect(lobbyOf({})).toContain("<dt>남은 자리</dt><dd>2</dd>");
  const waitedFor = lobbyOf({ waiting: 1, bookableNow: 0 });
  expect(waitedFor).toContain("예약이 마감되었습니다.");
  expect(waitedFor).toContain("<dt>남은 자리</dt><dd>0</dd>");
});

test("the store's district is named in the language of the page", () => {
  expect(lobbyOf({}, "en")).toContain(">Seongsu<");
  expect(lobbyOf({}, "en")).not.toContain("성수");
  expect(lobbyOf({})).toContain(">성수<");
});
