import type { BrowserContext, Page } from "playwright-core";
import type { Client } from "../../load/crowd/client.ts";
import type { StoreCard } from "../../shared/stores.ts";
import type { Camera, Device } from "./camera.ts";

const patienceMs = 180_000;

/** The demo's store that opens a minute after the start. */
export async function nextOpening(client: Client): Promise<StoreCard> {
  const { body } = await client.send("GET", "/api/stores?state=upcoming&limit=100");
  const cards = (body.items as StoreCard[]).filter(({ nextSlotId }) => nextSlotId !== null);
  const [next] = cards.sort((one, other) => one.opensAt.localeCompare(other.opensAt));
  if (next === undefined) throw new Error("No store of the demo opens soon.");
  return next;
}

/** One person's way through an opening: the countdown, the press a moment early, the pass. */
export async function recordOpening(camera: Camera, device: Device, slotId: string, context: BrowserContext) {
  const page = await camera.visit(context, `/slots/${slotId}`);
  page.setDefaultTimeout(patienceMs);
  await page.getByRole("timer").waitFor();
  await camera.shoot(page, `lobby-${device}`);
  await press(page);
  await camera.shoot(page, `press-${device}`);
  await page.locator(".pass svg, .pass canvas, .pass-stub").first().waitFor();
  await camera.shoot(page, `pass-${device}`);
  await page.close();
}

/** As soon as the button takes it, which is a moment before the opening. */
async function press(page: Page): Promise<void> {
  await page.locator(".reserve .button.primary[aria-disabled=false]").click();
  await page.locator(".reserve .button.primary[aria-disabled=true], .pass").first().waitFor();
}
