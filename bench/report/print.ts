import type { Line, Report, Result } from "./report.ts";

const short = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`).join("\n");
}

const resultRow = ({ what, value, bar, verdict, rounds }: Result) => [
  what,
  short(value),
  bar,
  verdict,
  rounds.map(short).join(" "),
];

const measureRow = (line: Line) => [
  line.name,
  line.requests.toFixed(0),
  line.perSecond.toFixed(0),
  line.elapsedMs.toFixed(0),
  line.serverMicros.toFixed(1),
  line.databaseMicros.toFixed(1),
  line.generatorMicros.toFixed(1),
  percent(line.foreignShare),
];

const measureHead = ["", "requests", "a second", "ms", "server µs", "database µs", "generator µs", "foreign"];

/** The report as people read it; `--json` prints the same as data. */
export function printReport(report: Report): void {
  const { machine, versions, rounds } = report;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  console.log(`${report.number}: ${report.question}${report.quick ? " (quick: the figures mean nothing)" : ""}`);
  console.log(`${report.takenAt}, ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB`);
  console.log(`${machine.system}, ${names.join(", ")}`);
  console.log(
    `Medians of ${rounds.kept} interleaved rounds; ${rounds.repeated} runs repeated, ${rounds.noisy} kept noisy.\n`,
  );
  console.log(`${table([["", "value", "bar", "", "in each round"], ...report.results.map(resultRow)])}\n`);
  console.log(`${table([measureHead, ...report.lines.map(measureRow)])}`);
  for (const { name, facts } of report.lines) {
    const texts = Object.entries(facts).map(([fact, value]) => `${fact} ${short(value)}`);
    if (texts.length > 0) console.log(`  ${name}: ${texts.join(", ")}`);
  }
}
