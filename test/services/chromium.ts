import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

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

/** Opens the machine's own Chromium (CHROMIUM, else Debian's) with a new profile; close it when done. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`No Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM to its path`);
  }
  return chromium.launch({ executablePath, headless: true, args: quiet });
}
