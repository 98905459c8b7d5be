import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createComposer } from "../../server/notifications/index.ts";
import { languages } from "../../shared/languages.ts";
import { notificationKinds } from "../../shared/notification-codes.ts";
import { overflowOf, violationsOn } from "./accessible.ts";
import { createProduct, type Product } from "./product.ts";

type Facts = Parameters<ReturnType<typeof createComposer>>[1];

let product: Product;
let context: BrowserContext;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
  context = await product.openPhone(null);
});
afterAll(() => product.close());

const compose = createComposer({
  origin: () => "https://popline.example",
  secret: "a secret of tests",
  sender: "Popline <no-reply@popline.example>",
});

/** Everything there is to say, and all of it long. */
const facts: Omit<Facts, "kind" | "language"> = {
  person: "7" as Facts["person"],
  name: "아주긴이름을가진사람".repeat(3),
  address: "a@popline.example",
  storeId: "3" as Facts["storeId"],
  storeName: "달토끼세탁소와아주길고띄어쓰기도없는이름의팝업스토어".repeat(3).slice(0, 80),
  district: "성수",
  storeAddress: "",
  timeZone: "America/Argentina/ComodRivadavia",
  opensAt: "2026-12-01T03:00:00.000Z",
  slotId: "11" as Facts["slotId"],
  startsAt: "2026-12-05T03:00:00.000Z",
  endsAt: "2026-12-05T04:00:00.000Z",
  ticket: 1,
  partySize: 4,
  reservationId: "19" as Facts["reservationId"],
  eventId: "19",
  revision: 0,
  revisedAt: "2026-12-01T03:00:01.000Z",
  offerExpiresAt: "2026-12-02T03:00:00.000Z",
  text: "비가 와서 입구가 바뀌었어요. ".repeat(20),
};

test.each(languages)(
  "S30: mails of every kind in %s fit 360 px and a desk, and can be read by everybody",
  async (language) => {
    const page = await context.newPage();
    // Sizes depend on no scheme, and texts have the same colours in both languages.
    await page.emulateMedia({ colorScheme: language === "ko" ? "light" : "dark" });
    for (const kind of notificationKinds) {
      const mail = compose("1", { ...facts, kind, language });
      await page.setContent(mail.html);
      for (const width of [1_000, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect([kind, width, await overflowOf(page)]).toEqual([kind, width, 0]);
      }
      expect([kind, await violationsOn(page)]).toEqual([kind, []]);
      const shown = [mail.text, await page.locator("body").textContent()];
      for (const text of shown) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    }
    await page.close();
  },
);
