import { afterAll, beforeAll, expect, test } from "vitest";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
let waitlisted: string;
beforeAll(async () => {
  product = await createProduct();
  const [me, other] = [await product.client.signIn("지수"), await product.client.signIn("민호")];
  waitlisted = (await product.addSlot()).id;
  for (const { cookie } of [other, me]) await product.send("POST", `/api/slots/${waitlisted}/entries`, cookie, {});
});
afterAll(() => product.close());

test("switching the language keeps the address, the place and the choice", async () => {
  const context = await product.openPhone("지수");
  const page = await product.visit(context, `/slots/${waitlisted}`);
  await page.getByText("내 순번").waitFor();
  await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("My rank").waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
  expect(new URL(page.url()).pathname).toBe(`/slots/${waitlisted}`);
  expect(await page.evaluate(() => "wasHereBefore" in window)).toBe(true);
  await page.reload();
  await page.getByText("My rank").waitFor();
});

test("the reset is the weakest style, whichever file comes first: buttons have a colour, pages a margin", async () => {
  const page = await product.visit(await product.openPhone(null), `/slots/${waitlisted}`);
  const button = page.locator(".button.primary").first();
  expect(await button.evaluate((it) => getComputedStyle(it).backgroundColor)).toBe("rgb(205, 251, 69)");
  expect(await page.locator("main").evaluate((it) => getComputedStyle(it).marginLeft)).toBe("20px");
});

test.each([
  ["스튜디오 문래", "host"],
  ["팝라인 운영팀", "operator"],
])("whom the start names can sign in as what they are: %s, %s", async (name, role) => {
  const page = await product.visit(await product.openPhone(null), "/account");
  await page.getByLabel("이름").fill(name);
  await page.getByLabel("역할").selectOption(role);
  await page.getByRole("button", { name: "로그인" }).click();
  await page.waitForURL(`${product.url}/`);
  const session = await page.evaluate(async () => (await fetch("/api/auth/session")).json());
  const { body } = await product.client.send("POST", "/api/demo/sign-in", { body: { name, role } });
  expect(session).toMatchObject(body as object);
  expect(body).toMatchObject({ name, role });
});

test("a browser that prefers English gets English, every other one Korean", async () => {
  const english = await product.visit(await product.openPhone(null, { locale: "en-GB" }), "/");
  await english.getByRole("heading", { name: "In Seoul now" }).waitFor();
  const french = await product.visit(await product.openPhone(null, { locale: "fr-FR" }), "/");
  await french.getByRole("heading", { name: "지금 서울에서" }).waitFor();
});

test.each([
  ["a stranger", null],
  ["somebody who is signed in", "둘러보는 사람"],
])("S44: %s who looks around leaves no error in the console", async (_, name) => {
  const { id } = await product.addSlot({ capacity: 10 });
  const { storeId } = await product.slot(id);
  const errors: string[] = [];
  const context = await product.openPhone(name);
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} ${message.location().url}`);
  });
  const paths = ["/", `/stores/${storeId}`, `/slots/${id}`, "/reservations", "/account"];
  const visits = paths.map(async (path) => {
    const page = await context.newPage();
    await page.goto(product.url + path, { waitUntil: "networkidle" });
  });
  await Promise.all(visits);
  expect(errors).toEqual([]);
});

test("the keyboard alone gets a seat, in the order people see", async () => {
  const { id } = await product.addSlot({ capacity: 10, largestParty: 2 });
  const page = await product.visit(await product.openPhone("키보드"), `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).waitFor();
  const reached: string[] = [];
  while (!reached.includes("예약하기") && reached.length < 12) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? ""),
    );
  }
  expect(reached).toEqual(["본문으로 건너뛰기", "팝업 목록으로", "팝라인 홈", "English", "한 명 늘리기", "예약하기"]);
  await page.keyboard.press("Enter");
  await untilHeading(page, "자리를 받았어요");
});
