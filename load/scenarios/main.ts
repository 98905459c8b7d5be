import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readMachine } from "../processes/machine.ts";
import { ArgumentError } from "../rehearsal/arguments.ts";
import { openTheatre } from "../rehearsal/theatre.ts";
import { readOrder } from "./arguments.ts";
import { pageOf } from "./page.ts";
import { type LoadReport, makeLoadReport } from "./report.ts";
import { run } from "./run.ts";
import { scaled, scenarios } from "./scenarios.ts";

function print(
  { all, steps, sockets, oversold, unanswered, isClean, lines, generatorPercent }: LoadReport,
  path: string,
): void {
  console.table(Object.fromEntries([...steps, { step: "all", ...all }].map(({ step, ...figures }) => [step, figures])));
  console.log(
    `${all.perSecond} requests a second; sockets ${JSON.stringify(sockets)}; generators ${generatorPercent} %`,
  );
  for (const finding of lines.flatMap(({ findings }) => findings)) console.log(`  ${finding}`);
  console.log(`${all.failed} failed, ${unanswered} never answered, ${oversold} oversold. The report is ${path}.`);
  console.log(isClean ? "Clean: everybody was answered, and no seat sold twice." : "NOT clean.");
}

/** `npm run load`: exit 0 when nothing failed or was violated, 1 when something was, 2 when it could not be done. */
async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const { scenario, scale, hurry, url, json, out } = readOrder(words);
  const course = scaled(scenarios[scenario], scale, hurry);
  const theatre = await openTheatre({ url, visitors: course.people, demoData: "on" });
  try {
    const tell = (text: string) => (json ? undefined : console.log(text));
    const outcome = await run({ scenario: course, theatre, tell });
    const command = ["npm run load --", ...words].join(" ");
    const { database } = theatre;
    const where = { database, ...(await readMachine()) };
    const report = makeLoadReport({ scenario, scale, hurry, command, course, ...where, outcome });
    await mkdir(out, { recursive: true });
    const path = join(out, `${scenario}.html`);
    await writeFile(path, pageOf(report));
    await writeFile(join(out, `${scenario}.json`), `${JSON.stringify(report)}\n`);
    if (json) console.log(JSON.stringify(report));
    else print(report, path);
    return report.isClean ? 0 : 1;
  } finally {
    await theatre.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof ArgumentError ? error.message : error);
    process.exitCode = 2;
  },
);
