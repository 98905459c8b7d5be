import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { Offer } from "./offer.tsx";
import { placeTexts } from "./texts.ts";

const now = "2026-11-28T11:00:00.000Z";
const slot = { id: "9", storeId: "7", startsAt: now, timeZone: "Asia/Seoul" } as Slot;

function pageOf(offerExpiresAt: string): string {
  return renderToStaticMarkup(
    <PageDataProvider data={{ isDemo: false, contact: null, rendered: { path: "/slots/9", language: "ko", now } }}>
      <Offer
        slot={slot}
        store={{ name: "달토끼 세탁소" } as Store}
        entry={{ id: "9-1", partySize: 1, offerExpiresAt } as Entry}
        onEntry={() => undefined}
        onRefused={() => undefined}
      />
    </PageDataProvider>,
  );
}

beforeAll(() => loadCatalogue("ko"));

test("an offer counts down while there is time, and says so when there is none", () => {
  const { left, over } = placeTexts.ko.offer;
  const said = (page: string) => [
    page.includes('role="timer"'),
    page.includes(`>${left}<`),
    page.includes(`>${over}<`),
  ];
  expect(said(pageOf("2026-11-28T11:00:01.000Z"))).toEqual([true, true, false]);
  expect(said(pageOf(now))).toEqual([false, false, true]);
});
