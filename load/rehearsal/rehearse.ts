import { mkdir, writeFile } from "node:fs/promises";
import { setPriority } from "node:os";
import { dirname } from "node:path";
import type { Verdict } from "../../shared/rehearsals.ts";
import { ArgumentError, readRehearsal } from "./arguments.ts";
import { printVerdict, tellLast, tellProgress } from "./report.ts";
import { play } from "./scenario.ts";
import { openTheatre } from "./theatre.ts";
import { ticketsOf } from "./tickets.ts";
import { judge } from "./verdict.ts";

/** Behind everything else on this machine: the generator must not take the processor from the server it tries. */
const lowPriority = 10;

/** `npm run rehearse`: exit 0 when nothing was violated, 1 when something was, 2 when it could not be carried out. */
async function main(): Promise<number> {
  const rehearsal = readRehearsal(process.argv.slice(2));
  const theatre = await openTheatre(rehearsal);
  setPriority(lowPriority);
  try {
    const { history, visitors, generatorPercent } = await play(rehearsal, { ...theatre, tell: tellProgress });
    const people = visitors.map(({ id }) => id);
    const verdict: Verdict = { ...judge(history, people), generatorPercent };
    const tickets = ticketsOf(history);
    if (process.send === undefined) {
      await mkdir(dirname(rehearsal.csv), { recursive: true });
      await writeFile(rehearsal.csv, tickets);
      printVerdict(verdict, rehearsal.csv);
    }
    await tellLast({ phase: "done", verdict, tickets });
    return verdict.isClean ? 0 : 1;
  } finally {
    await theatre.close();
  }
}

// Started by a server that is gone now: nobody would hear the verdict.
process.once("disconnect", () => process.exit());

void main()
  .catch(async (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(error instanceof ArgumentError ? message : error);
    await tellLast({ phase: "failed", trouble: message });
    return 2;
  })
  .then((code) => {
    process.exitCode = code;
    process.disconnect?.();
  });
