import { readFile } from "node:fs/promises";
import { build } from "esbuild";

/**
 * A module of ours with a part of itself, or of a module it imports, replaced: how a race ends that the part decides,
 * as `without` is for SQL (test/races). It is another module than the one that is imported by its name.
 */
export async function changedModule<Module>(
  entry: string,
  { file = entry, part, instead = "" }: { readonly file?: string; readonly part: RegExp; readonly instead?: string },
): Promise<Module> {
  let changes = 0;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    plugins: [
      {
        name: "changed",
        setup: ({ onLoad }) =>
          onLoad({ filter: /[.]ts$/ }, async ({ path }) => {
            const whole = await readFile(path, "utf8");
            if (path !== file) return { contents: whole, loader: "ts" };
            const contents = whole.replace(part, instead);
            if (contents !== whole) changes += 1;
            return { contents, loader: "ts" };
          }),
      },
    ],
  });
  if (changes !== 1) throw new Error(`${file} has no part ${part}.`);
  const [made] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(made?.contents ?? []).toString("base64")}`);
}
