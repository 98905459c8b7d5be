import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ArgumentError, readRehearsal } from "./arguments.ts";
import { printVerdict, tellProgress } from "./report.ts";
import { play } from "./scenario.ts";
import { openTheatre } from "./theatre.ts";
import { ticketsOf } from "./tickets.ts";
import { judge } from "./verdict.ts";

/** `npm run rehearse`: exit 0 when nothing was violated, 1 when something was, 2 when it could not be carried out. */
async function main(): Promise<number> {
  const rehearsal = readRehearsal(process.argv.slice(2));
  const theatre = await openTheatre(rehearsal.url);
  try {
    const { history, visitors } = await play(rehearsal, { ...theatre, tell: tellProgress });
    const verdict = judge(
      history,
      visitors.map(({ id }) => id),
    );
    const tickets = ticketsOf(history);
    if (process.send === undefined) {
      await mkdir(dirname(rehearsal.csv), { recursive: true });
      await writeFile(rehearsal.csv, tickets);
      printVerdict(verdict, rehearsal.csv);
    }
    tellProgress({ phase: "done", verdict, tickets });
    return verdict.isClean ? 0 : 1;
  } finally {
    await theatre.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
    process.disconnect?.();
  },
  (error: unknown) => {
    console.error(error instanceof ArgumentError ? error.message : error);
    tellProgress({ phase: "failed", trouble: error instanceof Error ? error.message : String(error) });
    process.exitCode = 2;
    process.disconnect?.();
  },
);
