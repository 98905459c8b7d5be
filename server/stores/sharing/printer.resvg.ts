import { join } from "node:path";
import { repository } from "../../platform/repository.ts";
import type { Printer } from "./ports.ts";

/** The pages' own type: not every machine has a Korean one. */
const typeFolder = join(repository, "node_modules/pretendard/dist/public/static");
const weights = ["Pretendard-Bold.otf", "Pretendard-ExtraBold.otf"];
const fontFiles = weights.map((name) => join(typeFolder, name));

/** By resvg, off the main thread. Its library is read at the first picture, as many processes print none. */
export function createResvgPrinter(): Printer {
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: "Pretendard" };
  return {
    async print(svg) {
      const { renderAsync } = await import("@resvg/resvg-js");
      const printed = await renderAsync(svg, { font });
      return printed.asPng();
    },
  };
}
