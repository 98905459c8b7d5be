import type { Page } from "../../../shared/lists.ts";
import { type StoreCard, storeCardSchema } from "../../../shared/stores.ts";
import { tagOf } from "../../platform/http/index.ts";
import type { CountedCard } from "../ports.ts";
import { toCard } from "./to-card.ts";

/** A card as the API writes it, and when that is so. */
export interface WrittenCard extends Pick<CountedCard, "from" | "until"> {
  readonly text: string;
  readonly tag: string;
}

/** A page of cards as the API writes it. */
export interface WrittenPage {
  readonly text: string;
  /** For `ETag`. */
  readonly tag: string;
  /** How many cards are on it. */
  readonly count: number;
}

/** To be counted up where a page is written in another way, though its cards have the same fields. */
const writing = 1;
/** Servers of two versions may share pages: those of another format are others. */
export const pageFormat = tagOf(JSON.stringify([writing, storeCardSchema]));

export function writeCard({ store, from, until }: CountedCard): WrittenCard {
  const text = JSON.stringify(toCard(store));
  return { text, tag: tagOf(text), from, until };
}

/** Puts a page together. Its tag is made of its cards' tags: another one where a letter of the page is another. */
export function writePage(cards: readonly WrittenCard[], nextCursor: string | null): WrittenPage {
  const end = JSON.stringify({ nextCursor, hasNext: nextCursor !== null }).slice(1);
  const text = `{"items":[${cards.map((card) => card.text).join(",")}],${end}`;
  return { text, tag: tagOf(cards.map((card) => card.tag).join("") + end), count: cards.length };
}

/** What was read of a page, for as long as the page itself is kept. */
const known = new WeakMap<WrittenPage, Page<StoreCard>>();

/** What a page says. It must not be changed. */
export function readPage(page: WrittenPage): Page<StoreCard> {
  const read = known.get(page) ?? (JSON.parse(page.text) as Page<StoreCard>);
  known.set(page, read);
  return read;
}
