import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** The one file that a command is told, as an absolute path. Fails with `usage` when told none, several, or options. */
export function namedFile(words: readonly string[], usage: string): string {
  try {
    const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
    if (positionals.length === 1) return resolve(positionals[0] as string);
  } catch {
    // What is no file is answered as if there were none.
  }
  throw new Error(usage);
}
