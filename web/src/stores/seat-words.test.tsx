import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import type { Slot } from "../../../shared/slots.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { SlotSeats } from "../slots/slot-seats.tsx";
import { PageDataProvider } from "../ui/page-data.tsx";
import { SeatBadge } from "./seat-badge.tsx";

const now = Date.now();
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

function wordsOf(content: ReactNode): string {
  const rendered = { path: "/", language: "ko", now: inMinutes(0) } as const;
  const page = <PageDataProvider data={{ isDemo: false, contact: null, rendered }}>{content}</PageDataProvider>;
  return renderToStaticMarkup(page).replaceAll(/<[^>]*>/g, "");
}

beforeAll(() => loadCatalogue("ko"));

test.each([
  ["2026-03-04", "예약 마감"],
  ["2026-03-03", "종료"],
])("S10: a closed store whose last day is %s is said to be %s, at 23:00 of 4 March in Seoul", (endsOn, words) => {
  const card = { state: "closed", endsOn, timeZone: "Asia/Seoul", opensAt: "2026-02-01T00:00:00Z" } as StoreCard;
  expect(wordsOf(<SeatBadge card={card} now={Date.parse("2026-03-04T14:00:00Z")} />)).toBe(words);
});

test("a slot counts down by itself, unless the page counts down to its opening already", () => {
  const moments = { opensAt: inMinutes(10), closesAt: inMinutes(60), startsAt: inMinutes(90) };
  const slot = { ...moments, timeZone: "Asia/Seoul", capacity: 30, held: 0, waiting: 0, bookableNow: 30 } as Slot;
  expect(wordsOf(<SlotSeats slot={slot} />)).toContain("뒤 오픈");
  expect(wordsOf(<SlotSeats slot={slot} countedDown={inMinutes(9)} />)).toContain("뒤 오픈");
  expect(wordsOf(<SlotSeats slot={slot} countedDown={slot.opensAt} />)).toBe("30자리");
});
