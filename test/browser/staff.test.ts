import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
let storeId: string;
let storeName: string;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
  const slot = await product.addSlot();
  storeName = slot.storeName;
  storeId = (await product.slot(slot.id)).storeId;
});
afterAll(() => product.close());

/** The host of every store here, in a browser of their own. */
async function openHost() {
  const context = await product.openPhone(null);
  const [name = "", value = ""] = product.host.cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  return context;
}

test("a host invites by an address, somebody accepts it once, and is removed again", async () => {
  const host = await product.visit(await openHost(), `/stores/${storeId}/staff`);
  await untilHeading(host, `${storeName}에서 함께 일하는 사람`);
  await host.getByRole("button", { name: "초대 주소 만들기" }).click();
  const address = await host.getByLabel("초대 주소", { exact: true }).inputValue();
  expect(address).toMatch(new RegExp(`^${product.url}/stores/${storeId}/staff#[\\w-]{22}$`));
  await expectFine(host, "staff, owner");

  const invited = await product.openPhone("새 직원");
  const page = await invited.newPage();
  await page.goto(address);
  await untilHeading(page, `${storeName}에서 함께 일해 볼까요?`);
  await expectFine(page, "staff, invited");
  await page.getByRole("button", { name: "초대 수락하기" }).click();
  await untilHeading(page, `${storeName}에서 함께 일하는 사람`);
  await page.getByRole("button", { name: "그만두기" }).waitFor();
  expect(new URL(page.url()).hash).toBe("");

  const late = await product.openPhone("늦은 사람");
  const second = await late.newPage();
  await second.goto(address);
  await second.getByRole("button", { name: "초대 수락하기" }).click();
  await second.getByText("이 초대는 이미 쓰였거나 닫혔어요.").waitFor();

  await host.reload();
  await host.getByRole("button", { name: "새 직원 내보내기" }).click();
  await host.getByText("아직 함께 일하는 사람이 없어요.").waitFor();
  await page.reload();
  await untilHeading(page, "찾을 수 없어요");
  expect(product.troubles).toEqual([]);
});

test("an invitation survives going to Kakao and back, and goes with whoever signs out", async () => {
  const url = `/api/stores/${storeId}/staff/invitations`;
  const { code } = await product.send("POST", url, product.host.cookie);
  const context = await product.openPhone(null, { viewport: { width: 1440, height: 900 } });
  const page = await product.visit(context, `/stores/${storeId}/staff#${code}`);
  await untilHeading(page, "함께 일하는 사람");
  await page.getByRole("banner").getByRole("link", { name: "로그인" }).click();
  await page.getByRole("link", { name: "카카오 로그인" }).click();
  await page.getByRole("radio", { name: "Alex Kim" }).check();
  await page.getByRole("button", { name: "동의하고 계속하기" }).click();
  const accept = page.getByRole("button", { name: "초대 수락하기" });
  const skip = page.getByRole("button", { name: "건너뛰기" });
  await accept.or(skip).waitFor();
  // Only whoever is new is asked about themselves.
  if (await skip.isVisible()) await skip.click();
  await accept.waitFor();
  expect(new URL(page.url()).hash).toBe("");

  await page.getByRole("banner").getByRole("link", { name: "Alex Kim" }).click();
  await page.getByRole("button", { name: "로그아웃", exact: true }).click();
  await page.getByLabel("이름").fill("다음 사람");
  await page.getByLabel("이름").press("Enter");
  await page.getByRole("banner").getByRole("link", { name: "다음 사람" }).waitFor();
  await page.goto(`${product.url}/stores/${storeId}/staff`);
  await untilHeading(page, "찾을 수 없어요");
  expect(await accept.count()).toBe(0);
  expect(product.troubles).toEqual([]);
});

test("an invitation survives a sign-in pressed before its page has come, and goes when it is dead", async () => {
  const url = `/api/stores/${storeId}/staff/invitations`;
  const { code } = await product.send("POST", url, product.host.cookie);
  const context = await product.openPhone(null, { viewport: { width: 1440, height: 900 } });
  const late: (() => void)[] = [];
  let isLate = true;
  await context.route("**/assets/staff-page*", async (route) => {
    if (isLate) await new Promise<void>((resolve) => late.push(resolve));
    await route.continue();
  });
  const page = await product.visit(context, `/stores/${storeId}/staff#${code}`);
  await page.getByRole("banner").getByRole("link", { name: "로그인" }).click();
  await page.getByLabel("이름").fill("서두른 사람");
  await page.getByLabel("이름").press("Enter");
  await page.getByRole("banner").getByRole("link", { name: "서두른 사람" }).waitFor();
  expect(late).not.toEqual([]);
  isLate = false;
  for (const go of late) go();
  const accept = page.getByRole("button", { name: "초대 수락하기" });
  await accept.waitFor();

  const open = await product.send("GET", url, product.host.cookie);
  for (const { id } of open.items as { id: string }[])
    await product.send("DELETE", `${url}/${id}`, product.host.cookie);
  await accept.click();
  await page.getByText("이 초대는 이미 쓰였거나 닫혔어요.").waitFor();
  expect(await accept.count()).toBe(0);
  await page.reload();
  await untilHeading(page, "찾을 수 없어요");
  expect(product.troubles).toEqual([]);
});

test("an invitation goes from a page whose reader was signed out elsewhere", async () => {
  const { code } = await product.send("POST", `/api/stores/${storeId}/staff/invitations`, product.host.cookie);
  const page = await product.visit(await product.openPhone("먼저 온 사람"), `/stores/${storeId}/staff#${code}`);
  const accept = page.getByRole("button", { name: "초대 수락하기" });
  await accept.waitFor();
  const { cookie } = await product.client.signIn("먼저 온 사람");
  await product.send("DELETE", "/api/me/sessions", cookie);
  await accept.click();
  await page.evaluate(() => window.dispatchEvent(new Event("popline:session-may-have-ended")));
  await page.getByLabel("이름").fill("나중에 온 사람");
  await page.getByLabel("이름").press("Enter");
  await untilHeading(page, "찾을 수 없어요");
  expect(await accept.count()).toBe(0);
});

test("an invitation survives signing in on the way, and an account shows the stores that are one's own", async () => {
  const url = `/api/stores/${storeId}/staff/invitations`;
  const { code } = await product.send("POST", url, product.host.cookie);
  const page = await product.visit(await product.openPhone(null), `/stores/${storeId}/staff#${code}`);
  await page.getByLabel("이름").fill("천천히");
  await page.getByLabel("이름").press("Enter");
  await page.getByRole("button", { name: "초대 수락하기" }).click();
  await untilHeading(page, `${storeName}에서 함께 일하는 사람`);
  await page.goto(`${product.url}/account`);
  await page.getByRole("link", { name: `${storeName}에서 함께 일하는 사람` }).click();
  await page.getByRole("button", { name: "그만두기" }).click();
  await untilHeading(page, "찾을 수 없어요");
  expect(product.troubles).toEqual([]);
});
