import type { Page } from "playwright-core";
import type { Client } from "../../load/crowd/client.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { RehearsalState } from "../../shared/rehearsals.ts";
import type { Camera, Device } from "./camera.ts";

const address = "/api/operations/rehearsals";
const crowd = { visitors: 3_000, seats: 300 };
/** So many wait when we press: enough for a line worth a picture. */
const linesUpAfter = 1_000;
/** How much of the crowd has come in when it is shown gathering. */
const partIn = 0.4;
const patienceMs = 300_000;

/** A crowd at a button, ourselves among it: gathering, in line, the charts, the verdict. */
export async function recordRehearsal(camera: Camera, client: Client): Promise<void> {
  const devices = ["phone", "desk"] as const;
  const pages = await Promise.all(
    devices.map(async (device) => {
      const page = await camera.visit(
        await camera.open(device, "dark", device === "phone" ? "김하람" : "이도윤"),
        "/rehearsal",
      );
      page.setDefaultTimeout(patienceMs);
      return { device, page };
    }),
  );
  await client.send("POST", address, { body: crowd });
  const haveComeIn = async () => (await latest(client)).signedIn >= crowd.visitors * partIn;
  await waitUntil(haveComeIn, { what: "a part of the crowd has come in", timeoutMs: patienceMs });
  await Promise.all(pages.map(({ page }) => page.waitForFunction(isPartlyFull, partIn)));
  for (const { device, page } of pages) await camera.shoot(page, `rehearsal-gathering-${device}`);
  const slotId = await slotOf(client);
  await untilWaiting(client, slotId, linesUpAfter);
  await Promise.all(pages.map(({ page }) => press(page)));
  const hasSettled = async () => (await latest(client)).phase === "moving";
  await waitUntil(hasSettled, { what: "everybody has pressed", timeoutMs: patienceMs });
  for (const { device, page } of pages) {
    await recordPlace(camera, page, device);
    await camera.shoot(page, `rehearsal-running-${device}`);
  }
  for (const { device, page } of pages) {
    await page.locator(".verdict").waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await camera.shoot(page, `rehearsal-verdict-${device}`);
    await page.context().close();
  }
}

/** Runs in the page. */
function isPartlyFull(part: number): boolean {
  const bar = document.querySelector("progress");
  return bar !== null && bar.value >= bar.max * part;
}

async function latest(client: Client): Promise<RehearsalState> {
  return (await client.send("GET", `${address}/latest`)).body as unknown as RehearsalState;
}

function slotOf(client: Client): Promise<string> {
  const known = async () => (await latest(client)).slotId;
  return waitUntil(known, { what: "the rehearsal has a slot", timeoutMs: patienceMs });
}

async function untilWaiting(client: Client, slotId: string, count: number): Promise<void> {
  const isLong = async () => Number((await client.send("GET", `/api/slots/${slotId}`)).body.waiting) >= count;
  await waitUntil(isLong, { what: `${count} people wait`, timeoutMs: patienceMs });
}

async function press(page: Page): Promise<void> {
  await page.locator(".my-place .button.primary[aria-disabled=false]").click();
  await page.locator(".my-place .rank").waitFor();
}

/** The same place on the page that is made for it. */
async function recordPlace(camera: Camera, page: Page, device: Device): Promise<void> {
  const path = await page.locator(".my-place a").last().getAttribute("href");
  const place = await camera.visit(page.context(), path ?? "/");
  await place.locator(".rank").waitFor();
  await camera.shoot(place, `place-${device}`);
  await place.close();
}
