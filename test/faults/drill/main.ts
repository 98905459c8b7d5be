import { parseArgs } from "node:util";
import { ArgumentError } from "../../../load/rehearsal/arguments.ts";
import { drill } from "./drill.ts";
import { verdictOf } from "./verdict.ts";

const people = 3_000;

/** It takes no words: one that it did not know would be a drill that somebody did not ask for. */
function refuseWords(words: readonly string[]): void {
  try {
    parseArgs({ args: [...words], options: {} });
  } catch (error) {
    throw new ArgumentError(`${error instanceof Error ? error.message : error}\nnpm run drill`, { cause: error });
  }
}

/**
 * `npm run drill`: exit 0 when what was to be recovered is there, whole and nothing else; 1 when not; 2 when it was
 * told something that it does not know.
 */
async function main(): Promise<number> {
  refuseWords(process.argv.slice(2));
  const { code, lines } = verdictOf(await drill(people));
  for (const line of lines) console.log(line);
  return code;
}

void main()
  .catch((error: unknown) => {
    const isOurs = error instanceof ArgumentError;
    console.error(isOurs ? error.message : error);
    return isOurs ? 2 : 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
