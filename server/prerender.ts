import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { StoreId } from "../shared/ids.ts";
import type { DrawAnswer, DrawPage, PageAsked, PageReads } from "../shared/pages.ts";
import { repository } from "./platform/repository.ts";
import type { Slots } from "./slots/index.ts";
import type { Stores } from "./stores/index.ts";

/** The pages' own program for drawing on the server; scripts/setup/web-bundle.mjs builds it beside the pages. */
const program = join(repository, "web/dist/server/prerender.js");

interface Rooms {
  readonly stores: Stores;
  readonly slots: Slots;
}

/** Draws pages from the same rooms as the API. Where the pages were not built it draws none. */
export async function createDraw({ stores, slots }: Rooms): Promise<(asked: PageAsked) => Promise<DrawAnswer>> {
  if (!existsSync(program)) return async () => null;
  const { drawPage } = (await import(pathToFileURL(program).href)) as { drawPage: DrawPage };
  const reads: PageReads = {
    async listStores(query) {
      const page = await stores.list(query);
      if ("problem" in page) throw new Error(`A page asks for a list that is refused: ${page.fields}`);
      return page;
    },
    findStore: (id) => stores.find(id as StoreId),
    listSlots: (storeId, limit) => slots.list(storeId as StoreId, null, { limit }),
  };
  return (asked) => drawPage(asked, reads);
}
