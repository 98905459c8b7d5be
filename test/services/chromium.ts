import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/setup/chromium-binary.mjs";

/** What Chromium would otherwise do on its own: look for updates, sync, try protocols the tests do not serve. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens the machine's own Chromium with a new profile; close it when done. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error("No Chromium here: apt-get install chromium-headless-shell, or set CHROMIUM to its path");
  }
  return chromium.launch({ executablePath, headless: true, args: [...quiet, ...more] });
}
