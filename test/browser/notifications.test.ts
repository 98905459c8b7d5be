import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../services/wait-until.ts";
import { expectFine, overflowOf } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
let storeName: string;
let storeId: string;
beforeAll(async () => {
  product = await createProduct({ mails: true });
  const slot = await product.addSlot({ capacity: 5 });
  storeName = slot.storeName;
  storeId = (await product.slot(slot.id)).storeId;
  const { cookie } = await product.client.signIn("알림 받는 사람");
  await product.send("POST", `/api/slots/${slot.id}/entries`, cookie, {});
});
afterAll(() => product.close());

const openPhone = () => product.openPhone("알림 받는 사람", { reducedMotion: "reduce" });

test("the list says what is new once, and each kind that can be done without has its switch", async () => {
  const context = await openPhone();
  const page = await product.visit(context, "/notifications");
  await page.getByText("안 읽은 알림 1개").waitFor();
  const reminder = page.getByLabel("하루 전 알림");
  await reminder.uncheck();
  const openings = page.getByLabel("팔로우한 팝업의 예약 시작");
  expect(await openings.isChecked()).toBe(false);
  await expectFine(page, "notifications");
  await page.reload();
  await page.getByText("모두 읽었어요").waitFor();
  expect(await reminder.isChecked()).toBe(false);
  expect(product.troubles).toEqual([]);
});

test("S30: the mail opens in the demo's mailbox, in a frame that runs nothing, 360 px wide and wider", async () => {
  const page = await product.visit(await openPhone(), "/demo/mailbox");
  const mail = page.getByRole("link", { name: `예약이 확정됐어요: ${storeName}` });
  const refresh = page.getByRole("button", { name: "새로 고침" });
  const isThere = async () => {
    await refresh.click();
    return (await mail.count()) === 1;
  };
  await waitUntil(isThere, { what: "the mail is in the mailbox", everyMs: 250 });
  await expectFine(page, "mailbox");
  await mail.click();
  await untilHeading(page, `예약이 확정됐어요: ${storeName}`);
  await page.frameLocator("iframe").getByRole("link", { name: "입장권 보기" }).waitFor();
  await expectFine(page, "mail");
  await page.getByLabel("글자만").check();
  await page.getByText("예약 번호: R-").waitFor();
  const path = `/api/demo/mailbox/${/\d+$/.exec(page.url())?.[0]}/page`;
  for (const width of [360, 1000]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(product.url + path);
    expect(await overflowOf(page)).toBe(0);
  }
});

test("a host's word stands on the store's page, and the link of its mail asks before it ends anything", async () => {
  await product.send("POST", `/api/stores/${storeId}/notices`, product.host.cookie, { text: "내일은 14시에 열어요." });
  const context = await openPhone();
  const store = await product.visit(context, `/stores/${storeId}`);
  await store.getByText("내일은 14시에 열어요.").waitFor();
  await expectFine(store, "store with a notice");
  const page = await product.visit(context, "/unsubscribe?token=1.reminder.x");
  await untilHeading(page, "이 메일을 그만 받을까요?");
  await expectFine(page, "unsubscribe");
  await page.getByRole("button", { name: "그만 받기" }).click();
  await page.getByRole("alert").waitFor();
});
