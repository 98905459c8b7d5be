import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "../load/crowd/client.ts";
import { startServer } from "../load/processes/server-process.ts";
import { openBrowser } from "../test/services/chromium.ts";
import { type Camera, createCamera, type Device, type Light } from "./demo/camera.ts";
import { recordContactSheet } from "./demo/contact-sheet.ts";
import { nextOpening, recordOpening } from "./demo/opening.ts";
import { recordRehearsal } from "./demo/rehearsal.ts";
import { buildPrograms } from "./setup/programs.mjs";
import { buildWebBundle } from "./setup/web-bundle.mjs";

const folder = join(import.meta.dirname, "../docs/pictures");
const devices: readonly Device[] = ["phone", "desk"];
const lights: readonly Light[] = ["light", "dark"];
const visitor = "지수";

/** `npm run demo:record`: walks the demo in Chromium and writes the pictures of docs/pictures/. Takes three minutes. */
async function main(): Promise<void> {
  await buildWebBundle();
  await buildPrograms();
  await mkdir(folder, { recursive: true });
  const secret = randomBytes(32).toString("hex");
  const server = await startServer({
    DEMO: "on",
    DATA_DIR: "memory://",
    NETWORK_LIMITS: "off",
    SESSION_SECRET: secret,
  });
  const client = createClient(server.url);
  const browser = await openBrowser(["--lang=ko-KR"]);
  try {
    const camera = createCamera({ browser, client, folder });
    const { id, nextSlotId } = await nextOpening(client);
    await recordBrowsing(camera, ["/"], null);
    await Promise.all(
      devices.map(async (device) => {
        // The phone is 지수's, whose reservations are shown later.
        const context = await camera.open(device, "dark", device === "phone" ? visitor : "민호");
        await recordOpening(camera, device, nextSlotId as string, context);
        await context.close();
      }),
    );
    await recordBrowsing(camera, ["/explore", `/stores/${id}`, "/reservations"], visitor);
    await recordRehearsal(camera, client);
    await recordContactSheet(browser, camera.pictures, folder);
  } finally {
    await browser.close();
    client.close();
    await server.stop();
  }
}

/** Pages that are light or dark as their reader is. */
async function recordBrowsing(camera: Camera, paths: readonly string[], name: string | null): Promise<void> {
  for (const device of devices) {
    for (const light of lights) {
      const context = await camera.open(device, light, name);
      for (const path of paths) {
        const page = await camera.visit(context, path);
        await page.waitForLoadState("networkidle");
        await camera.shoot(page, `${nameOf(path)}-${device}-${light}`);
        await page.close();
      }
      await context.close();
    }
  }
}

function nameOf(path: string): string {
  if (path === "/") return "home";
  return path.startsWith("/stores/") ? "store" : path.slice(1);
}

await main();
