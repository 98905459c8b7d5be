import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Consents, consentVersion } from "../../shared/privacy.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";
import { privacyContact } from "./stage.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

test("D28: a copy comes as a file; what was told is taken back; leaving lets the seat go to the next", async () => {
  const { id } = await product.addSlot();
  const [me, next] = [await product.client.signIn("떠날 사람"), await product.client.signIn("남을 사람")];
  for (const { cookie } of [me, next]) await product.send("POST", `/api/slots/${id}/entries`, cookie, {});
  await product.send("PATCH", "/api/me", me.cookie, { region: "11", isIntroduced: true, version: consentVersion });

  const page = await product.visit(await product.openPhone("떠날 사람"), "/account");
  await page.route("**/api/me/export", (route) => route.abort());
  await page.getByRole("button", { name: "내 데이터 받기" }).click();
  await page.locator(".my-data [role=alert]").waitFor();
  await page.unroute("**/api/me/export");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "내 데이터 받기" }).click();
  const copy = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(copy).toMatchObject({ name: "떠날 사람", region: "11", reservations: [{ state: "confirmed" }] });

  await page.getByRole("button", { name: "선택 정보와 내 예약으로 추천 동의 되돌리기" }).click();
  const asked = page.getByRole("dialog");
  await asked.getByText("적어 둔 성별, 태어난 해, 사는 곳을 지우고").waitFor();
  await asked.getByRole("button", { name: "되돌리기" }).click();
  await page.getByText(/되돌림$/).waitFor();
  expect(await product.send("GET", "/api/me", me.cookie)).toMatchObject({ region: null });

  await page.getByRole("button", { name: "탈퇴하기" }).click();
  const question = page.getByRole("dialog");
  await question.getByText("되돌릴 수 없어요").waitFor();
  await question.getByText("마지막 날의 다음 날부터 탈퇴할 수 있어요").waitFor();
  await question.getByRole("button", { name: "탈퇴하기" }).click();
  await untilHeading(page, "로그인");
  const said = page.getByText("탈퇴했어요. 저장된 것을 지웠고");
  await said.waitFor();
  // Its surface begins where the page does; without one its words would stand alone, further in.
  const [word, heading] = [await said.boundingBox(), await page.getByRole("heading", { level: 1 }).boundingBox()];
  expect(word?.x).toBe(heading?.x);
  expect(await said.evaluate((note) => getComputedStyle(note).backgroundColor)).not.toBe("rgba(0, 0, 0, 0)");
  expect((await product.client.send("GET", "/api/me", { cookie: me.cookie })).status).toBe(401);
  const seat = await product.send("GET", `/api/slots/${id}/entries/mine`, next.cookie);
  expect(seat).toMatchObject({ state: "confirmed" });
});

test("D28: by its plain link the copy is a file, and a refusal is none", async () => {
  const page = await product.visit(await product.openPhone("사본을 받을 사람"), "/account");
  // It saves a file of its own, which may come late.
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "내 데이터 받기" }).click();
  await saved;
  const link = page.getByRole("link", { name: "링크로 바로 받기" });
  const downloads: string[] = [];
  page.on("download", (download) => downloads.push(download.suggestedFilename()));
  const begun = page.waitForEvent("download");
  await link.click();
  expect((await begun).suggestedFilename()).toBe("popline.json");

  // Signed out in another window, say: whoever asks is told so, on a page.
  await page.context().clearCookies();
  await link.click();
  await page.getByText("/problems/sign-in-needed").waitFor();
  expect(downloads).toEqual(["popline.json"]);
});

test("D28: what was taken back stays so when something else is saved, and telling anew shows as agreeing", async () => {
  const { cookie } = await product.client.signIn("되돌린 사람");
  await product.send("PATCH", "/api/me", cookie, {
    phone: "01012345678",
    region: "11",
    birthYear: 1990,
    version: consentVersion,
  });
  const page = await product.visit(await product.openPhone("되돌린 사람"), "/account");
  const takeBack = page.getByRole("button", { name: /동의 되돌리기$/ });
  for (const left of [1, 0]) {
    await takeBack.first().click();
    await page.getByRole("dialog").getByRole("button", { name: "되돌리기" }).click();
    await page.waitForFunction(
      (most) => document.querySelectorAll("button[aria-label$='동의 되돌리기']").length === most,
      left,
    );
  }
  const nothing = { phone: null, region: null, birthYear: null };
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[name=phone]")?.value === "");
  expect(await page.getByLabel("사는 곳").inputValue()).toBe("");
  const save = page.getByRole("button", { name: "저장", exact: true });
  await page.getByLabel("닉네임").fill("되돌린 이");
  await save.click();
  await page.getByText("저장했어요.").waitFor();
  expect(await product.send("GET", "/api/me", cookie)).toMatchObject({ ...nothing, name: "되돌린 이" });
  const { items } = (await product.send("GET", "/api/me/consents", cookie)) as unknown as Consents;
  expect(items.slice(0, 2)).toMatchObject([{ isGiven: false }, { isGiven: false }]);

  // Told on another device meanwhile: a page that shows it otherwise does not undo it.
  await product.send("PATCH", "/api/me", cookie, { phone: "01055554444", version: consentVersion });
  await page.getByLabel("사는 곳").selectOption({ label: "부산" });
  await save.click();
  await page.getByRole("button", { name: "선택 정보와 내 예약으로 추천 동의 되돌리기" }).waitFor();
  expect(await product.send("GET", "/api/me", cookie)).toMatchObject({ region: "26", phone: "01055554444" });
});

test("the terms can be read before signing in, from where one signs in", async () => {
  const page = await product.visit(await product.openPhone(null), "/account");
  await page.getByRole("link", { name: "약관과 개인정보" }).click();
  await untilHeading(page, "약관과 개인정보");
  await page.getByRole("heading", { name: "만 14세 이상" }).waitFor();
});

test.each([
  ["/privacy", "누가 맡고 있나요"],
  ["/privacy?lang=en", "Who is responsible"],
])("D28: %s names who is responsible and an address to write to, signed in or not", async (path, heading) => {
  for (const name of [null, "묻는 사람"]) {
    const page = await product.visit(await product.openPhone(name), path);
    const responsible = page.locator("section", { has: page.getByRole("heading", { name: heading }) });
    const address = responsible.getByRole("link", { name: privacyContact });
    expect(await address.getAttribute("href")).toBe(`mailto:${privacyContact}`);
    expect(await address.isVisible()).toBe(true);
  }
});
