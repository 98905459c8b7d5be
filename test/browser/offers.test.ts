import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { zoneAtNoon } from "../services/zone-at-hour.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

const offerMinutes = 10;

let ledger: Ledger;
let product: Product;
beforeAll(async () => {
  ledger = await openLedger("server");
  product = await createProduct({ databaseUrl: ledger.url, fonts: true });
});
afterAll(async () => {
  await product.close();
  await ledger.close();
});

test("I6: an offer that runs out or is declined goes to the next, and every page says so by itself", async () => {
  const { id } = await product.addSlot({ capacity: 1, offerMinutes });
  const seated = await product.client.signIn("서연");
  const { reservationId } = await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  const pages = [];
  for (const name of ["지수", "민호", "하나"]) {
    const page = await product.visit(await product.openPhone(name, { reducedMotion: "reduce" }), `/slots/${id}`);
    await page.getByRole("button", { name: "대기 줄 서기" }).click();
    await page.locator(".rank b", { hasText: new RegExp(`^${pages.length + 1}$`) }).waitFor();
    await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));
    pages.push(page);
  }
  const [first, second, third] = pages as [(typeof pages)[0], (typeof pages)[0], (typeof pages)[0]];

  await product.send("POST", `/api/reservations/${reservationId}/cancel`, seated.cookie);
  await untilHeading(first, "자리가 돌아왔어요");
  await ledger.passTime(id as SlotId, offerMinutes * 60_000 + 1_000);
  await untilHeading(first, "받을 수 있는 시간이 지났어요");
  await untilHeading(second, "자리가 돌아왔어요");
  await second.getByRole("button", { name: "이번엔 안 받기" }).click();
  await untilHeading(second, "이번 자리는 받지 않았어요");
  await untilHeading(third, "자리가 돌아왔어요");
  await expectFine(first, "an offer that ran out");
  await expectFine(second, "an offer that was declined");
  await third.getByRole("button", { name: "자리 받기" }).click();
  await untilHeading(third, "자리를 받았어요");

  expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 0 });
  for (const page of pages) expect(await page.evaluate(() => "wasHereBefore" in window)).toBe(true);
  expect(product.troubles).toEqual([]);
});

test("an offer that comes while the page is open is there at once, for five minutes, and is accepted", async () => {
  const wish = { capacity: 1, offerMinutes: 60, opensInMs: -3_600_000, timeZone: zoneAtNoon() };
  const { id } = await product.addSlot(wish);
  const seated = await product.client.signIn("먼저 온 서연");
  const { reservationId } = await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  const first = await product.openPhone("화면을 보는 지수");
  await (await product.visit(first, `/slots/${id}`)).getByRole("button", { name: "대기 줄 서기" }).click();
  // Opened again, as people do: the page is known to be open from then on.
  const page = await product.visit(first, `/slots/${id}`);
  await page.locator(".rank b", { hasText: /^1$/ }).waitFor();
  const known = `select from presence join person on person.id = person_id where name = '화면을 보는 지수' and until > now()`;
  const isKnown = async () => (await ledger.run(known)).length > 0;
  await waitUntil(isKnown, { what: "the server knows that the page is open" });

  await product.send("POST", `/api/reservations/${reservationId}/cancel`, seated.cookie);
  await untilHeading(page, "자리가 돌아왔어요");
  await page.locator(".countdown", { hasText: /(?<!\d)0?4\D*[0-5]\d/ }).waitFor();
  await page.getByRole("button", { name: "자리 받기" }).click();
  await untilHeading(page, "자리를 받았어요");
  expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 0 });
  expect(product.troubles).toEqual([]);
});
