import { chart, escaped, figures, type Series, table } from "./drawing.ts";
import { published } from "./published.ts";
import type { LoadReport } from "./report.ts";

const style = `
:root { color-scheme: light dark; }
:root { --first: #0b6e4f; --second: #b3541e; --third: #3d5a98; --bad: #b3261e; --text: #1c1c1a; --page: #fdfcf9; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2rem auto; padding: 0 1rem; }
body { color: var(--text); background: var(--page); }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { padding: 0.25rem 0.5rem; border-bottom: 1px solid #8884; text-align: left; }
td, th, .name { white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1.5rem 0; }
svg { display: block; width: 100%; min-width: 40rem; height: auto; font-size: 13px; fill: currentColor; }
.verdict { padding: 0.75rem 1rem; border-left: 4px solid var(--first); background: #0b6e4f14; }
.bad { border-color: var(--bad); background: #b3261e14; }
details { margin: 1.5rem 0; }
.scroll { overflow-x: auto; }
@media (prefers-color-scheme: dark) { :root {
  --first: #45c196; --second: #f0955a; --third: #8fb0f5; --bad: #ff7b72; --text: #eceae4; --page: #161614;
} }
`;

function charts({ seconds, looks }: LoadReport): string {
  const of = (name: string, value: (row: LoadReport["seconds"][number]) => number): Series => ({
    name,
    points: seconds.map((row) => [row.second, value(row)]),
  });
  return [
    chart("Requests answered", [of("all", ({ requests }) => requests)], "a second"),
    chart("People there", [of("people", ({ people }) => people)], "at once"),
    chart(
      "Time to the whole answer",
      [of("p50", (row) => row.p50Ms), of("p95", (row) => row.p95Ms), of("longest", (row) => row.mostMs)],
      "ms",
    ),
    chart("Received", [of("all", ({ bytes }) => bytes / 1024)], "KiB a second"),
    chart(
      "Failed, and asked to come again",
      [of("failed", (row) => row.failed), of("come again", (row) => row.comeAgain)],
      "a second",
    ),
    chart(
      "The lines",
      [
        { name: "seats taken", points: looks.map(({ second, booked }) => [second, booked]) },
        { name: "waiting", points: looks.map(({ second, waiting }) => [second, waiting]) },
      ],
      "people",
    ),
  ].join("\n");
}

function verdictOf({ isClean, oversold, unanswered, lines, all, sockets, course }: LoadReport): string {
  const requests = figures.format(all.requests);
  const again = `${((100 * all.comeAgain) / Math.max(1, all.requests)).toFixed(1)} % asked to come again`;
  const found = lines.flatMap(({ findings }) => findings).join("; ");
  const failed = `${all.failed} of ${requests} requests failed, ${unanswered} never answered`;
  const told = `${failed}, ${again}, ${oversold} oversold`;
  const text = isClean ? `Clean: ${told}, nothing found in ${lines.length} lines.` : `NOT clean: ${told}. ${found}`;
  const heard = `${figures.format(sockets.messages)} messages, ${figures.format(sockets.bytes / 1024)} KiB heard`;
  const had = `${figures.format(sockets.people)} of ${figures.format(course.people)} people had a socket`;
  const live = course.hasSockets ? `${had}; ${sockets.lost} were lost, ${heard}.` : "No sockets.";
  return `<p class="verdict${isClean ? "" : " bad"}"><strong>${escaped(text)}</strong><br>${live}</p>`;
}

function madeWith({ command, takenAt, machine, database, versions, generatorPercent }: LoadReport): string {
  const known = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = [
    machine.processor,
    `${machine.cores} cores`,
    `${machine.memoryGigabytes} GB`,
    machine.system,
    database,
    ...known,
  ];
  return `<p><code>${escaped(command)}</code>, ${escaped(takenAt)}. People, server and database on one
machine: ${escaped(where.join(", "))}. Each generator used at most ${generatorPercent} % of a processor.</p>`;
}

const milliseconds = ["mean ms", "p50", "p95", "p99", "longest"];
const lineHead = ["seats", "booked", "oversold", "duplicates", "order errors", "idle", "unanswered", "turned away"];

function stepTable({ steps, all }: LoadReport): string {
  const rows = [...steps, { ...all, step: "all" }].map((of) => [
    ...[of.step, of.requests, of.failed, of.comeAgain, of.bytes / 1024],
    ...[of.meanMs, of.p50Ms, of.p95Ms, of.p99Ms, of.mostMs],
  ]);
  return table(["", "requests", "failed", "come again", "KiB", ...milliseconds], rows);
}

function lineTable({ lines }: LoadReport): string {
  const rows = lines.map((line) => [
    ...[line.seats, line.booked, line.oversold, line.duplicates, line.orderErrors, line.idleSeats],
    ...[line.unanswered, line.turnedAway, line.presses],
  ]);
  return table([...lineHead, "presses"], rows);
}

function secondTable({ seconds }: LoadReport): string {
  const rows = seconds.map((of) => [
    ...[of.second, of.people, of.requests, of.failed, of.bytes / 1024],
    ...[of.meanMs, of.p50Ms, of.p95Ms, of.p99Ms, of.mostMs],
  ]);
  return table(["second", "people", "requests", "failed", "KiB", ...milliseconds], rows);
}

/** The report as a page that needs nothing beside itself. */
export function pageOf(report: LoadReport): string {
  const { scenario, all, course } = report;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Popline: ${scenario}</title><style>${style}</style>
<h1>${scenario}, ${figures.format(course.people)} people</h1>
${madeWith(report)}
${verdictOf(report)}
${charts(report)}
<h2>By what people did</h2><div class="scroll">${stepTable(report)}</div>
<p>${figures.format(all.perSecond)} requests a second over the whole run.</p>
<h2>Beside the source's figures</h2>${published(report)}
<h2>The lines</h2><div class="scroll">${lineTable(report)}</div>
<details><summary>Every second</summary><div class="scroll">${secondTable(report)}</div></details>
</html>
`;
}
