import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostileTexts } from "../services/hostile-texts.ts";
import { createProduct, type Product } from "./product.ts";

const hostName = "<img src=x data-planted onerror=planted()>".slice(0, 40);
const visitorName = "<b data-planted onclick=planted()>나";

let product: Product;
let stores: { id: string; name: string }[];
let reserved: { slot: string; reservation: string };
beforeAll(async () => {
  product = await createProduct();
  const { cookie } = await product.client.signIn(hostName, "host");
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const opensAt = new Date(Date.now() - 60_000).toISOString();
  const told = hostileTexts.join("\n");
  const wish = { category: "food", startsOn: day, endsOn: day, opensAt, bio: told, rules: told };
  stores = [];
  // A name is one line and turns nothing round; a bio may hold the others too.
  for (const name of hostileTexts.filter((text) => !/[\u2028\u202e]/.test(text))) {
    const store = await product.send("POST", "/api/stores", cookie, {
      ...wish,
      name,
      address: name,
      district: name.slice(0, 40),
    });
    stores.push({ id: String(store.id), name });
  }
  const slots = { dates: [day], times: ["11:00"], capacity: 5 };
  const { slotIds } = await product.send("POST", `/api/stores/${stores[1]?.id}/slots`, cookie, slots);
  const [slot = ""] = slotIds as string[];
  const visitor = await product.client.signIn(visitorName);
  const entry = await product.send("POST", `/api/slots/${slot}/entries`, visitor.cookie, {});
  reserved = { slot, reservation: String(entry.reservationId) };
});
afterAll(() => product.close());

/** Notes whatever runs or stands in a page that was only meant to be read. */
async function watched(context: BrowserContext) {
  const called: string[] = [];
  await context.exposeFunction("planted", (where: string) => called.push(where));
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => called.push("dialog")));
  return {
    page,
    called,
    async read(path: string): Promise<string> {
      await page.goto(product.url + path);
      await page.waitForFunction(() => document.body.innerText.trim() !== "");
      expect([path, await page.locator("[data-planted]").count()]).toEqual([path, 0]);
      return page.locator("body").innerText();
    },
  };
}

/** The policy is off: escaping has to be enough by itself. */
const unprotected = { bypassCSP: true } as const;

test("XSS: names, bios and people's names are text on every page, with no content policy to help", async () => {
  const { page, called, read } = await watched(await product.openPhone(visitorName, unprotected));
  // Lists show every name; three pages of their own are enough here.
  for (const { id, name } of [0, 3, 12].flatMap((at) => stores[at] ?? [])) {
    await read(`/stores/${id}`);
    const heading = page.getByRole("heading", { level: 1 });
    await heading.waitFor();
    expect((await heading.textContent())?.trim()).toBe(name.trim());
  }
  const { slot, reservation } = reserved;
  for (const path of ["/", "/explore", "/reservations", `/reservations/${reservation}`, `/slots/${slot}`, "/account"]) {
    await read(path);
    await page.waitForLoadState("networkidle");
    expect([path, await page.locator("[data-planted]").count()]).toEqual([path, 0]);
  }
  expect(called).toEqual([]);
});

test("XSS: so are they on the page as the server draws it, before any script of ours runs", async () => {
  const context = await product.openPhone(null, { ...unprotected, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const { id, name } of stores) {
    await page.goto(`${product.url}/stores/${id}`);
    expect([name, await page.locator("[data-planted]").count()]).toEqual([name, 0]);
    expect(await page.locator("body").innerText()).toContain(name.trim().slice(0, 20));
    expect([name, await page.locator("script:not([src]):not([type='application/json'])").count()]).toEqual([name, 0]);
  }
  await page.goto(product.url);
  expect(await page.locator("[data-planted]").count()).toBe(0);
});

test("CSP: with the policy on, no page of ours breaks it, and what is injected into one does not run", async () => {
  const { page, called, read } = await watched(await product.openPhone(visitorName));
  for (const path of ["/", `/stores/${stores[0]?.id}`, "/reservations", `/slots/${reserved.slot}`]) await read(path);
  await page.goto(`${product.url}/docs/`);
  await page.locator(".opblock").first().waitFor();
  expect(product.troubles).toEqual([]);
  const violated = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "planted('inline')";
        document.body.append(script);
      }),
  );
  expect(await violated).toMatch(/^script-src/);
  expect(called).toEqual([]);
});

test("XSS: posters and calendar files carry no name that means something there", async () => {
  const visitor = await product.client.signIn(visitorName);
  for (const { id } of stores) {
    const { body } = await product.client.send("GET", `/posters/${id}.svg`);
    expect(String(body.text)).not.toMatch(/planted|<script/);
  }
  const path = `/api/reservations/${reserved.reservation}/calendar.ics`;
  const { body } = await product.client.send("GET", path, { cookie: visitor.cookie });
  const lines = String(body.text).split("\r\n").filter(Boolean);
  expect(lines.filter((line) => !/^( |[A-Z-]+[:;])/.test(line))).toEqual([]);
});
