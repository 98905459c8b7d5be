import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attendee } from "../../shared/check-ins.ts";
import { openBrowser } from "../services/chromium.ts";
import { expectFine } from "./accessible.ts";
import { untilKept, untilWorkerReady } from "./device.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";
import { filmOf, openStoreToday, pictureOfPass, readPicture, type StoreToday } from "./store-today.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** The door of a store, in the browser of somebody who works there. */
async function openDoor(context: BrowserContext, store: StoreToday): Promise<Page> {
  const page = await product.visit(context, `/stores/${store.storeId}/door`);
  await untilHeading(page, `${store.name} 입장 확인`);
  return page;
}
/** As a scanner on a cable does it: fast, with Enter at the end, into whatever has the focus. */
async function scan(page: Page, text: string): Promise<void> {
  await page.getByLabel("입장권 코드").focus();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}
const says = (page: Page, word: string) =>
  page.locator(".verdict-word", { hasText: new RegExp(`^${word}$`) }).waitFor();
const inside = async (store: StoreToday): Promise<Attendee[]> => {
  const { items } = await product.send(
    "GET",
    `/api/stores/${store.storeId}/reservations?limit=100`,
    store.staff.cookie,
  );
  return (items as Attendee[]).filter(({ state }) => state === "checked_in");
};

test("a QR code read from a picture of the pass lets its party in; the second scan says when and by whom", async () => {
  const store = await openStoreToday(product, 10);
  const pass = await store.book("화면 손님", 2);
  const phone = await product.openPhone(pass.visitor, { deviceScaleFactor: 2 });
  const seen = readPicture(await pictureOfPass(await product.visit(phone, `/reservations/${pass.id}`)));
  expect(seen).toBe(pass.text);

  const page = await openDoor(await product.openPhone(store.staffName), store);
  await page.getByText("2명 중 0명 입장").waitFor();
  await scan(page, seen as string);
  await says(page, "입장");
  await page.getByText("화면 손님 · 2명").waitFor();
  await page.getByText("2명 중 2명 입장").waitFor();
  await scan(page, pass.code.toLowerCase());
  await says(page, "이미 입장");
  await page.getByText(new RegExp(`\\d\\d:\\d\\d에 ${store.staffName} 님이 확인했어요`)).waitFor();
  await scan(page, "popline:v1:1:R-0000-0000");
  await says(page, "입장 불가");
  await page.getByText("이 팝업의 입장권이 아니에요.").waitFor();
  await expectFine(page, "door, refused");

  await page.getByRole("button", { name: "명단" }).click();
  await page.getByLabel("이름이나 순번으로 찾기").fill("없는");
  await page.getByText("찾는 사람이 명단에 없어요.").waitFor();
  await page.getByLabel("이름이나 순번으로 찾기").fill("화면");
  await page.getByRole("button", { name: "화면 손님 입장 되돌리기" }).waitFor();
  await expectFine(page, "door, attendees");
  await page.getByRole("button", { name: "화면 손님 입장 되돌리기" }).click();
  await page.getByText("예약 확정").waitFor();
  expect(await inside(store)).toEqual([]);
  expect(product.troubles).toEqual([]);
});

test("a camera that sees the pass lets its party in, once however long it looks", async () => {
  const store = await openStoreToday(product, 10);
  const pass = await store.book("카메라 손님");
  const phone = await product.openPhone(pass.visitor, { deviceScaleFactor: 2 });
  const folder = await mkdtemp(join(tmpdir(), "popline-film-"));
  const film = join(folder, "pass.y4m");
  await writeFile(film, filmOf(await pictureOfPass(await product.visit(phone, `/reservations/${pass.id}`))));
  const camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  const browser = await openBrowser([...camera, `--use-file-for-fake-video-capture=${film}`]);
  const context = await browser.newContext({ locale: "ko-KR", serviceWorkers: "block" });
  const [name = "", value = ""] = store.staff.cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  const page = await openDoor(context, store);
  await page.getByRole("button", { name: "카메라로 스캔" }).click();
  await says(page, "입장");
  await page.getByText("카메라 손님 · 1명").waitFor();
  // Still before the camera, it is not scanned again: that would say "already inside".
  await page.getByText("1명 중 1명 입장").waitFor();
  await says(page, "입장");
  await browser.close();
  await rm(folder, { recursive: true });
  expect(await inside(store)).toHaveLength(1);
});

/** A door with the worker's files and today's list on the device. */
async function openReadyDoor(store: StoreToday) {
  const context = await product.openPhone(store.staffName, { serviceWorkers: "allow" });
  const page = await openDoor(context, store);
  await untilWorkerReady(page);
  await untilKept(page, `/kept/door/${store.storeId}`);
  return { context, page };
}

/** How often somebody was let in at this store, by the log that only grows. */
async function letIns(store: StoreToday): Promise<number> {
  const { cookie } = await product.client.signIn("운영", "operator");
  const { items } = await product.send("GET", "/api/operations/audit?limit=100", cookie);
  const deeds = items as { deed: string; details: { store?: string } }[];
  return deeds.filter(({ deed, details }) => deed === "checked-in" && details.store === store.storeId).length;
}

/** By the list, a QR code and a typed one in turn. */
async function letInOffline(page: Page, passes: readonly { text: string; code: string }[]): Promise<void> {
  for (const [at, { text, code }] of passes.entries()) {
    await scan(page, at % 2 === 0 ? text : code);
    await page.getByText(`보낼 스캔 ${at + 1}건`).waitFor();
    await says(page, "입장");
  }
}

test("S29: offline, 21 scans are answered by the list, survive a reload, and replay once", async () => {
  const store = await openStoreToday(product, 40);
  const passes = [];
  for (let number = 1; number <= 21; number += 1) passes.push(await store.book(`손님 ${number}`));
  const { context, page } = await openReadyDoor(store);
  await page.getByText("21명 중 0명 입장").waitFor();
  await context.setOffline(true);
  await letInOffline(page, passes.slice(0, 20));
  await scan(page, passes[3]?.text ?? "");
  await says(page, "이미 입장");
  await scan(page, "R-0000-0000");
  await says(page, "명단에 없음");
  await page.reload();
  await untilHeading(page, `${store.name} 입장 확인`);
  await page.getByText("보낼 스캔 20건").waitFor();
  await page.getByText("21명 중 20명 입장").waitFor();
  await scan(page, passes[5]?.code ?? "");
  await says(page, "이미 입장");

  // The last one, whose card still stands, was let in at another door meanwhile.
  const [last] = passes.slice(20);
  await scan(page, last?.text ?? "");
  await says(page, "입장");
  const { storeId } = store;
  await product.send("POST", "/api/check-ins", product.host.cookie, { storeId, code: last?.text });
  await context.setOffline(false);
  await page.getByText("보냈지만 받아들여지지 않은 스캔").waitFor();
  await page.getByText(/보낼 스캔/).waitFor({ state: "detached" });
  await page
    .getByRole("alert")
    .getByText(/손님 21 .*이미 입장한 입장권이에요.*호스트 님이 확인했어요/)
    .waitFor();
  await says(page, "입장권을 보여 달라고 해 주세요");
  await page.reload();
  await page.getByRole("button", { name: "확인했어요" }).click();
  await page.getByText("보냈지만 받아들여지지 않은 스캔").waitFor({ state: "detached" });
  await page.getByText("21명 중 21명 입장").waitFor();
  expect([(await inside(store)).length, await letIns(store)]).toEqual([21, 21]);
  expect(product.troubles).toEqual([]);
});

test("whoever comes without a reservation gets a free seat; the list can be taken home", async () => {
  const store = await openStoreToday(product, 3);
  await store.book("예약 손님");
  const page = await openDoor(await product.openPhone(store.staffName), store);
  await page.getByText("현장 등록").click();
  await page.getByRole("button", { name: "한 명 늘리기" }).click();
  await expectFine(page, "door, walk-in");
  await page.getByRole("button", { name: "등록하고 입장" }).click();
  await says(page, "입장");
  await page.getByText("현장 등록 · 2명").waitFor();
  await page.getByRole("button", { name: "등록하고 입장" }).click();
  await says(page, "입장 불가");
  await page.getByText("지금 비어 있는 자리가 없어요.").waitFor();

  await page.getByRole("button", { name: "명단" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV로 받기" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^popline-\d+-\d{4}-\d\d-\d\d\.csv$/);
  const file = await readFile(await download.path(), "utf8");
  expect(file.split("\r\n")).toHaveLength(4);
  expect(file).toContain('"현장 등록","2","입장함"');
  expect(product.troubles).toEqual([]);
});

test("the door is found from the account, and looks absent to whoever does not work there", async () => {
  const store = await openStoreToday(product, 3);
  const page = await product.visit(await product.openPhone(store.staffName), "/account");
  await page.getByRole("link", { name: `${store.name} 입장 확인` }).click();
  await untilHeading(page, `${store.name} 입장 확인`);
  const stranger = await product.visit(await product.openPhone("지나가는 사람"), `/stores/${store.storeId}/door`);
  await untilHeading(stranger, "찾을 수 없어요");
});
