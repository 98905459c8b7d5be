import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "../../../shared/languages.ts";
import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { CalledOff } from "./called-off.tsx";
import { placeTexts } from "./texts.ts";

const now = "2026-11-28T11:00:00.000Z";
const slot = { id: "9", storeId: "7", startsAt: now, timeZone: "Asia/Seoul", closedAt: now } as Slot;

function pageOf(entry: Partial<Entry> | null, language: Language): string {
  return renderToStaticMarkup(
    <PageDataProvider data={{ isDemo: false, contact: null, rendered: { path: "/slots/9", language, now } }}>
      <CalledOff slot={slot} store={{ name: "달토끼 세탁소" } as Store} entry={entry as Entry | null} />
    </PageDataProvider>,
  );
}

beforeAll(async () => {
  await loadCatalogue("ko");
  await loadCatalogue("en");
});

test.each(["ko", "en"] as const)("a slot that its host closed says what went with it, and no more: %s", (language) => {
  const { seat, line, offer, title, onward } = placeTexts[language].calledOff;
  const losses = [seat, line, offer];
  const saidTo = (entry: Partial<Entry> | null) => {
    const page = pageOf(entry, language);
    expect([page.includes(title), page.includes(onward)]).toEqual([true, true]);
    expect(page).toMatch(/href="\/stores\/7".*href="\/"/);
    return losses.filter((loss) => page.includes(loss));
  };
  expect(saidTo({ state: "cancelled", cancelledByHost: true })).toEqual([seat]);
  for (const state of ["waiting", "waitlisted", "missed"] as const) expect(saidTo({ state })).toEqual([line]);
  for (const entry of [{ state: "offered" }, { state: "expired", cancelledByHost: true }] as const) {
    expect(saidTo(entry)).toEqual([offer]);
  }
  // Who gave it up or let it run out before lost nothing; whoever was let in already keeps what they have.
  expect(saidTo({ state: "expired", cancelledByHost: false })).toEqual([]);
  for (const state of ["left", "declined", "confirmed"] as const) expect(saidTo({ state })).toEqual([]);
  expect(saidTo({ state: "cancelled", cancelledByHost: false })).toEqual([]);
  expect(saidTo(null)).toEqual([]);
});
