import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine, violationsOn } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** Counts what a thumb does in all pages of a phone. */
async function countTaps(context: BrowserContext): Promise<() => number> {
  let taps = 0;
  await context.exposeFunction("noteTap", () => {
    taps += 1;
  });
  await context.addInitScript(() => {
    const { noteTap } = window as unknown as { noteTap: () => void };
    addEventListener("click", () => noteTap(), true);
  });
  return () => taps;
}

const kakaoButton = (page: Page) => page.getByRole("link", { name: "카카오 로그인" });
const agree = (page: Page) => page.getByRole("button", { name: "동의하고 계속하기" });
const choose = (page: Page, name: string) => page.getByRole("radio", { name }).check();

test("S1, D24: somebody new books in three taps: reserve, Kakao, consent; asked afterwards, they skip", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const context = await product.openPhone(null);
  const taps = await countTaps(context);
  const page = await product.visit(context, `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).click();
  await kakaoButton(page).click();
  await agree(page).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await agree(page).click();
  await untilHeading(page, "자리를 받았어요");
  expect(taps()).toBe(3);
  expect(new URL(page.url()).pathname).toBe(`/slots/${id}`);
  expect(await product.slot(id)).toMatchObject({ held: 1 });

  await page.getByRole("button", { name: "건너뛰기" }).click();
  await page.getByRole("heading", { name: "취향에 맞는 팝업" }).waitFor({ state: "detached" });
  await page.reload();
  await untilHeading(page, "자리를 받았어요");
  await page.getByRole("img", { name: /QR/ }).first().waitFor();
  expect(await page.getByRole("button", { name: "건너뛰기" }).count()).toBe(0);
});

test("S2, S3, S4, D19: first login asks, my page shows and changes it, a second login keeps it", async () => {
  const context = await product.openPhone(null);
  const page = await product.visit(context, "/account");
  await kakaoButton(page).click();
  await choose(page, "박지호");
  await agree(page).click();
  await untilHeading(page, "박지호 님, 반가워요");
  expect(new URL(page.url()).pathname).toBe("/welcome");
  // The way on and the way past it are there without scrolling, and nothing lies over them.
  const tabs = await page.locator(".tabs").boundingBox();
  for (const name of ["건너뛰기", "저장하고 계속하기"]) {
    const box = await page.getByRole("button", { name }).boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
  }
  await page.getByRole("radio", { name: "여성" }).check();
  await page.getByLabel("태어난 해").fill("1998");
  await page.getByLabel("사는 곳").selectOption({ label: "부산" });
  await page.getByRole("button", { name: "저장하고 계속하기" }).click();
  await page.waitForURL("**/account");

  await page.getByText("jiho@kakao.example").waitFor();
  await page.getByLabel("휴대폰 번호").fill("010-9999-8888");
  await page.getByLabel("닉네임").fill("지호");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await page.getByText("저장했어요.").waitFor();
  await untilHeading(page, "지호 님, 반가워요");

  await page.getByRole("button", { name: "로그아웃", exact: true }).click();
  await kakaoButton(page).click();
  await choose(page, "박지호");
  await agree(page).click();
  await page.waitForURL("**/account");
  await untilHeading(page, "지호 님, 반가워요");
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>("input[name=phone]")?.value === "01099998888",
  );
  expect(await page.getByLabel("사는 곳").inputValue()).toBe("26");
});

/** Signs in past every page of ours, so that no text was shown. */
async function arriveUnasked(name: string): Promise<Page> {
  const page = await product.visit(await product.openPhone(null), "/api/auth/kakao?returnTo=/reservations");
  await choose(page, name);
  await agree(page).click();
  return page;
}

test("D28: whoever does not agree signs out, or gets their copy and leaves for good on their own page", async () => {
  const first = await arriveUnasked("최하린");
  await untilHeading(first, "시작하기 전에 확인해 주세요");
  await first.getByRole("button", { name: "로그아웃" }).click();
  await kakaoButton(first).waitFor();

  const page = await arriveUnasked("최하린");
  await untilHeading(page, "시작하기 전에 확인해 주세요");
  await page.goto(`${product.url}/account`);
  await untilHeading(page, "최하린 님, 반가워요");
  await page.getByRole("button", { name: "로그아웃", exact: true }).waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "내 데이터 받기" }).click();
  expect((await download).suggestedFilename()).toBe("popline.json");
  const byLink = page.waitForEvent("download");
  await page.getByRole("link", { name: "링크로 바로 받기" }).click();
  expect(JSON.parse(await readFile(await (await byLink).path(), "utf8"))).toMatchObject({ name: "최하린" });
  await expectFine(page, "account, a copy was saved");
  await page.getByRole("button", { name: "탈퇴하기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "탈퇴하기" }).click();
  await page.getByText("탈퇴했어요").waitFor();
});

test("D28: whoever has agreed to nothing yet is asked before any page, 14 or older in plain sight", async () => {
  const page = await arriveUnasked("최하린");
  await untilHeading(page, "시작하기 전에 확인해 주세요");
  await page.getByText("만 14세 이상이에요").waitFor();
  expect(await page.getByText("바뀐 것").count()).toBe(0);
  await expectFine(page, "agreeing for the first time");
  await page.getByRole("link", { name: "약관과 개인정보", exact: true }).click();
  await page.getByRole("heading", { name: "누가 함께 보나요" }).waitFor();
  await page.goBack();
  await agree(page).click();
  await page.getByRole("button", { name: "건너뛰기" }).click();
  await untilHeading(page, "내 예약");
  await page.reload();
  await untilHeading(page, "내 예약");
});

/** Has the page believe that the person agreed to an older text, or that a newer one than its own came meanwhile. */
async function withText(page: Page, which: "older" | "newer"): Promise<void> {
  if (which === "older") {
    await page.route("**/api/auth/session", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), mustAgree: true, hasAgreedBefore: true } });
    });
    return;
  }
  await page.route("**/api/me/consents", (route) => {
    const sent = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...sent, version: "1999-01-01" }) });
  });
}

test("D28: who agreed before is told what changed; a text that is old by now says to load it anew", async () => {
  const page = await product.visit(await product.openPhone("돌아온 회원"), "/privacy");
  await withText(page, "older");
  await withText(page, "newer");
  await page.goto(`${product.url}/reservations`);
  await untilHeading(page, "약관과 개인정보가 바뀌었어요");
  await page.getByText("호스트와 직원이 닉네임을 보고").waitFor();
  await page.getByText("만 14세 이상이에요").waitFor();
  await expectFine(page, "agreeing to what changed");
  await agree(page).click();
  await page.getByText("페이지를 새로 고친 뒤").waitFor();
  await page.unroute("**/api/auth/session");
  await page.getByRole("button", { name: "새로 고치기" }).click();
  await untilHeading(page, "내 예약");
});

test("consent refused: a page says so, and leads back to where it began", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const page = await product.visit(await product.openPhone(null), `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).click();
  await kakaoButton(page).click();
  await page.getByRole("button", { name: "취소" }).click();
  await untilHeading(page, "동의를 취소했어요");
  await page.locator(`a.kakao[href$="${encodeURIComponent(`/slots/${id}`)}"]`).waitFor();
  // The press still waits: once they agree it goes on.
  await kakaoButton(page).click();
  await choose(page, "최하린");
  await agree(page).click();
  await untilHeading(page, "자리를 받았어요");
});

test("the header's sign-in comes back to where one was, filters and all, also after a refusal", async () => {
  const context = await product.openPhone(null, { viewport: { width: 1440, height: 900 } });
  const where = "/explore?q=%EC%84%B1%EC%88%98&from=2026-11-01&to=2027-12-31&state=open&category=character";
  const page = await product.visit(context, where);
  const header = page.getByRole("banner").getByRole("link", { name: "로그인" });
  await header.click();
  await kakaoButton(page).click();
  await page.getByRole("button", { name: "취소" }).click();
  await untilHeading(page, "동의를 취소했어요");
  await page.getByRole("link", { name: "있던 곳으로" }).click();
  await page.waitForURL(`${product.url}${where}`);

  await header.click();
  await kakaoButton(page).click();
  await choose(page, "Alex Kim");
  await agree(page).click();
  await page.waitForURL((url) => url.pathname === "/welcome" || url.href === `${product.url}${where}`);
  // Only whoever is new is asked about themselves.
  if (new URL(page.url()).pathname === "/welcome") await page.getByRole("button", { name: "건너뛰기" }).click();
  await page.waitForURL(`${product.url}${where}`);
  await page.getByRole("banner").getByRole("link", { name: "Alex Kim" }).waitFor();
});

test("a name given after the header's sign-in leads back as well", async () => {
  const page = await product.visit(await product.openPhone(null), "/account?returnTo=%2Fexplore%3Fstate%3Dopen");
  await page.getByLabel("이름").fill("돌아온 사람");
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await page.waitForURL(`${product.url}/explore?state=open`);
});

test("the trouble pages are drawn on the server, in both languages", async () => {
  const context = await product.openPhone(null, { javaScriptEnabled: false });
  await untilHeading(await product.visit(context, "/sign-in/unreachable"), "카카오가 응답하지 않아요");
  await untilHeading(await product.visit(context, "/sign-in/stale?lang=en"), "Please begin again");
});

test("whoever read English because the address asked for it still does when Kakao leads back", async () => {
  const page = await product.visit(await product.openPhone(null), "/account?lang=en");
  await page.getByRole("link", { name: "Login with Kakao" }).click();
  await choose(page, "Alex Kim");
  await agree(page).click();
  await untilHeading(page, "Alex Kim");
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
});

test("sign out everywhere: a page in line on another device asks to sign in again, and the place is kept", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const first = await product.client.signIn("먼저");
  const { cookie } = await product.client.signIn("두 대");
  for (const who of [first.cookie, cookie]) await product.send("POST", `/api/slots/${id}/entries`, who, {});
  const [phone, laptop] = [await product.openPhone("두 대"), await product.openPhone("두 대")];
  const other = await product.visit(laptop, `/slots/${id}`);
  await other.getByText("내 순번").waitFor();
  const page = await product.visit(phone, "/account");
  await page.getByText("지금 이 기기").waitFor();
  await page.getByRole("button", { name: "모든 기기에서 로그아웃" }).click();
  await kakaoButton(page).waitFor();
  await other.getByText("로그인이 만료됐어요").waitFor();
  await other.getByLabel("이름").fill("두 대");
  await other.getByRole("button", { name: "로그인", exact: true }).click();
  await other.getByText("내 순번").waitFor();
});

test("nothing in these pages broke or was refused by the content policy", () => {
  expect(product.troubles).toEqual([]);
});
