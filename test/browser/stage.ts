import type { Browser } from "playwright-core";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { openBrowser } from "../services/chromium.ts";
import { embeddedFolder } from "../services/places.ts";
import { testSettings } from "../services/servers.ts";
import { createTestDatabase } from "../services/test-database.ts";

export interface StageWish {
  readonly databaseUrl?: string | null;
  readonly mails?: boolean;
  readonly fonts?: boolean;
}

export interface Stage {
  readonly server: ServerProcess;
  readonly browser: Browser;
}

/** Whom pages of the shared stage name for questions about personal data. */
export const privacyContact = "privacy@popline.example";

/** Web fonts are a tenth of what a fresh page costs, and say nothing where nobody looks at them. */
const plain = ["--disable-remote-fonts"];
const browserFor = (fonts: boolean) => openBrowser(fonts ? [] : plain);

async function openServer(databaseUrl: string | null, settings: Record<string, string>): Promise<ServerProcess> {
  const place = databaseUrl === null ? { DATA_DIR: await embeddedFolder() } : { DATABASE_URL: databaseUrl };
  return startServer(testSettings({ ...place, ...settings }));
}

let sharedServer: Promise<ServerProcess> | undefined;
const sharedBrowsers = new Map<boolean, Promise<Browser>>();

/** The files that one worker runs share a stage, since each takes seconds to set up. It ends with the worker. */
export async function sharedStage({ fonts = false }: StageWish): Promise<Stage> {
  const settings = { DEMO_DATA: "on", PRIVACY_CONTACT: privacyContact };
  sharedServer ??= createTestDatabase({ migrated: true }).then(({ url }) => openServer(url, settings));
  const opened = sharedBrowsers.get(fonts) ?? browserFor(fonts);
  sharedBrowsers.set(fonts, opened);
  const [server, browser] = await Promise.all([sharedServer, opened]);
  return { server, browser };
}

/** A stage that nobody shares has no stores of the demo. */
export async function ownStage({ databaseUrl = null, mails = false, fonts = false }: StageWish): Promise<Stage> {
  const settings = { DEMO_DATA: "off", ...(mails ? { MAIL_TRANSPORT: "mailbox" } : {}) };
  const [server, browser] = await Promise.all([openServer(databaseUrl, settings), browserFor(fonts)]);
  return { server, browser };
}
