import type { Sharp, SharpOptions } from "sharp";
import type { Refused } from "../../../shared/problems.ts";
import { mostPixels } from "../../../shared/store-codes.ts";
import type { Darkroom, Prints } from "./ports.ts";
import { mostUploads, pictureSizes } from "./rules.ts";

/** One picture takes well under a second; what takes this long was made to. */
const patienceSeconds = 10;
const quality = 82;
/** The only readers of libvips that may run, whatever a file looks like to it: no SVG, PDF, GIF or TIFF. */
const readers = ["VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp"];

/** Read only when somebody uploads, as most processes never do. */
async function openLibrary() {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  // A picture may be large; two of them at once on few processors help nobody.
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: readers });
  return sharp;
}

/**
 * Turned as its camera said, then cut to a poster; colours as a screen has them; no metadata comes along. Of what moves
 * only the first frame is read: libvips decodes one page unless it is asked for more, and knows no more of a PNG.
 */
async function print(opened: Sharp, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const cut = opened.autoOrient().resize({ width, height, fit: "cover", withoutEnlargement: true });
  return cut.timeout({ seconds: patienceSeconds }).webp({ quality }).toBuffer();
}

/** Pictures by libvips, one at a time: at most `mostPixels` are decoded at any moment in this process. */
export function createSharpDarkroom(): Darkroom {
  let library: ReturnType<typeof openLibrary> | undefined;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const options: SharpOptions = { limitInputPixels: mostPixels, failOn: "truncated", sequentialRead: true };

  async function develop(upload: Buffer): Promise<Prints | Refused> {
    library ??= openLibrary();
    const sharp = await library;
    try {
      // Of the header alone; without the limit, so that the reason can be told.
      const { width, height } = await sharp(upload, { ...options, limitInputPixels: false }).metadata();
      if (width * height > mostPixels) return { problem: "too-many-pixels" };
      const full = await print(sharp(upload, options), pictureSizes.full);
      return { full, card: await print(sharp(full, options), pictureSizes.card) };
    } catch {
      return { problem: "broken-picture" };
    }
  }

  return {
    async jpeg(print) {
      library ??= openLibrary();
      const sharp = await library;
      return sharp(print, options).timeout({ seconds: patienceSeconds }).jpeg({ quality }).toBuffer();
    },
    async develop(upload) {
      // Whoever sent it may have gone, and the picture still waits here.
      if (waiting >= mostUploads) return { problem: "busy", retryAfterSeconds: patienceSeconds };
      waiting += 1;
      const mine = last.then(() => develop(upload));
      last = mine;
      return mine.finally(() => {
        waiting -= 1;
      });
    },
  };
}
