import { ImportError } from "../purchases/rows.ts";
import { ArgumentError } from "./arguments.ts";

/** Exit 0 when it is done, 1 when it failed, 2 when it could not be begun: words or a file that are wrong. */
export function runCommand(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof ArgumentError || error instanceof ImportError ? 2 : 1;
  });
}
