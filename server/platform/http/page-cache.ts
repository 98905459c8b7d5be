import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";

/** A page as it leaves, once for every encoding that browsers take. */
export interface SentPage {
  readonly status: number;
  readonly identity: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

export type Encoding = "br" | "gzip" | "identity";

/** A page is drawn at most once in this time, however many ask for it; what it shows may be as old. */
const freshMs = 1_500;
/** Of about 100 KB each in all encodings. */
const mostPages = 200;
/** Brotli's 4 is as quick as gzip and smaller. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Keeps drawn pages for 1.5 s. Those who ask while a page is being drawn wait for the same one. */
export function createPageCache(clock: Pick<Clock, "now">) {
  const pages = new LRUCache<string, { page: Promise<SentPage | null>; until: number }>({ max: mostPages });

  /** The page under this key, drawn by `draw` unless it is fresh. What throws or is null is not kept. */
  return async (key: string, draw: () => Promise<SentPage | null>): Promise<SentPage | null> => {
    const kept = pages.get(key);
    if (kept !== undefined && clock.now() < kept.until) return kept.page;
    const page = draw();
    pages.set(key, { page, until: clock.now() + freshMs });
    const drawn = await page.catch((error: unknown) => {
      pages.delete(key);
      throw error;
    });
    if (drawn === null) pages.delete(key);
    return drawn;
  };
}

export async function encodePage(status: number, html: string): Promise<SentPage> {
  const identity = Buffer.from(html);
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(identity, quality), promisify(gzip)(identity)]);
  return { status, identity, br, gzip: zipped };
}

/** The smallest of our encodings that a browser takes. */
export function encodingFor(accepted: string | undefined): Encoding {
  const taken = (accepted ?? "").split(",").map((part) => part.trim().toLowerCase());
  const takes = (name: string) =>
    taken.some((part) => part === name || (part.startsWith(`${name};`) && !/q=0(\.0*)?$/.test(part)));
  if (takes("br")) return "br";
  return takes("gzip") ? "gzip" : "identity";
}
