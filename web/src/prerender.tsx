import { renderToString } from "react-dom/server";
import {
  type DrawPage,
  type HomeData,
  type PageAsked,
  type PageReads,
  type Rendered,
  type StoreData,
  sharedPicture,
} from "../../shared/pages.ts";
import type { StoreCard } from "../../shared/stores.ts";
import { profileTextsIn } from "./accounts/texts.ts";
import { isPage } from "./addresses.ts";
import { App } from "./app.tsx";
import { catalogueOf, loadCatalogue } from "./messages/catalogue.ts";
import { idIn, preloadPage, storeOf, troubleIn } from "./pages.ts";
import { newestQuery, slotsInOverview, upcomingQuery } from "./stores/home-lists.ts";

/** Draws the pages that people arrive at, from the same rooms as the API. Every other page is the browser's. */
export const drawPage: DrawPage = async (asked, reads) => {
  if (!isPage(asked.path)) return "absent";
  await loadCatalogue(asked.language);
  const { site } = catalogueOf(asked.language);
  if (asked.path === "/") {
    return {
      status: 200,
      title: site.title,
      description: site.description,
      picture: sharedPicture,
      ...draw(asked, { home: await readHome(reads) }),
    };
  }
  const trouble = troubleIn(asked.path);
  if (trouble !== null) {
    await preloadPage(asked.path);
    const { title, why } = profileTextsIn(asked.language).troubles[trouble];
    const words = { title: `${title} | ${site.name}`, description: why, picture: sharedPicture };
    return { status: 200, ...words, ...draw(asked, {}) };
  }
  const roomStoreId = storeOf(asked.path, "room");
  const storeId = roomStoreId ?? idIn(asked.path, "stores");
  if (storeId === null && idIn(asked.path, "slots") === null) return null;
  await preloadPage(asked.path);
  // A place is its reader's own: drawn is where it will stand, at once and in its dark colours.
  const plain = { title: site.title, description: site.description, picture: sharedPicture };
  if (storeId === null) return { status: 200, ...plain, ...draw(asked, {}) };
  const store = await readStore(storeId, reads);
  // A room that is there is the browser's; one that is not is as absent as its store.
  if (roomStoreId !== null && store.store !== null) return null;
  const drawn = draw(asked, { store });
  const absent = { title: site.absent, description: site.absentWhy, picture: sharedPicture };
  if (store.store === null) return { status: 404, ...absent, ...drawn };
  const { name, bio } = store.store;
  const picture = `/posters/${storeId}/share.png`;
  return { status: 200, title: `${name} | ${site.name}`, description: bio || site.description, picture, ...drawn };
};

function draw({ isDemo, path, language, now }: PageAsked, data: Pick<Rendered, "home" | "store">) {
  const rendered: Rendered = { path, language, now, ...data };
  // No page that is drawn here names whom to ask.
  return { rendered, markup: renderToString(<App data={{ isDemo, contact: null, rendered }} />) };
}

async function readHome(reads: PageReads): Promise<HomeData> {
  const [upcoming, newest] = await Promise.all([reads.listStores(upcomingQuery), reads.listStores(newestQuery)]);
  return { upcoming: upcoming.items.map(inShort), stores: newest.items.map(inShort), hasMore: newest.hasNext };
}

/** No list shows what a store says about itself, so the page need not carry it. */
function inShort(card: StoreCard): StoreCard {
  return { ...card, bio: "" };
}

async function readStore(storeId: string, reads: PageReads): Promise<StoreData> {
  const [store, slots] = await Promise.all([reads.findStore(storeId), reads.listSlots(storeId, slotsInOverview)]);
  return "problem" in store || "problem" in slots ? { store: null, slots: [] } : { store, slots: slots.items };
}
