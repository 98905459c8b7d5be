import { type Language, languageParameter, languages } from "./languages.ts";
import type { Page } from "./lists.ts";
import type { Refused } from "./problems.ts";
import type { Slot } from "./slots.ts";
import type { StoreCard, StoresQuery } from "./stores.ts";

/** The home page: what opens next, soonest first, and the newest stores. */
export interface HomeData {
  readonly upcoming: readonly StoreCard[];
  readonly stores: readonly StoreCard[];
  readonly hasMore: boolean;
}

/** A store's page; `store` is null when there is no such store. */
export interface StoreData {
  readonly store: StoreCard | null;
  readonly slots: readonly Slot[];
}

/** What a page was drawn from on the server; the browser draws the same from it before it goes on by itself. */
export interface Rendered {
  readonly path: string;
  readonly language: Language;
  /** The server's clock, ISO 8601. */
  readonly now: string;
  readonly home?: HomeData;
  readonly store?: StoreData;
}

/**
 * What every page carries. `contact`: where people ask about their data, null in a demo that names nobody. `rendered`
 * is null where the browser draws the page alone.
 */
export interface PageData {
  readonly isDemo: boolean;
  readonly contact: string | null;
  readonly rendered: Rendered | null;
}

/** What a page may read while it is drawn on the server; the browser asks the API for the same. */
export interface PageReads {
  listStores(query: StoresQuery): Promise<Page<StoreCard>>;
  findStore(id: string): Promise<StoreCard | Refused>;
  listSlots(storeId: string, limit: string): Promise<Page<Slot> | Refused>;
}

export interface PageAsked {
  readonly path: string;
  readonly language: Language;
  readonly now: string;
  readonly isDemo: boolean;
}

export interface DrawnPage {
  readonly status: 200 | 404;
  readonly title: string;
  readonly description: string;
  /** The path of the picture that stands for it where its address is shared. */
  readonly picture: string;
  readonly markup: string;
  readonly rendered: Rendered;
}

/** The picture of every page that has none of its own. */
export const sharedPicture = "/posters/share.png";

/** The address of such a picture with its words in this language; whoever fetches it seldom says which they speak. */
export const pictureIn = (path: string, language: Language): string =>
  language === languages[0] ? path : `${path}?${languageParameter}=${language}`;

/**
 * What a path is: a page that was drawn, null for a page that the browser draws alone, "absent" where there is no page.
 */
export type DrawAnswer = DrawnPage | "absent" | null;
export type DrawPage = (asked: PageAsked, reads: PageReads) => Promise<DrawAnswer>;

/** The element of the page that holds its `PageData`. */
export const pageDataId = "page-data";
