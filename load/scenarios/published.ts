import type { LoadReport } from "./report.ts";

/** What the source reports of the same scenario (SEED S41 to S43). */
const source: Record<
  LoadReport["scenario"],
  { readonly meanMs?: number; readonly perSecond?: number; readonly slowestMs?: number }
> = {
  smoke: { meanMs: 18.28, perSecond: 95 },
  load: { meanMs: 31.28, perSecond: 362, slowestMs: 17_000 },
  spike: {},
};

/** Its published figures beside ours, with what a reader may and may not conclude. */
export function published({ scenario, scale, hurry, all }: LoadReport): string {
  const { meanMs, perSecond, slowestMs } = source[scenario];
  const pairs = [
    ["0 % failed", `${((100 * all.failed) / Math.max(1, all.requests)).toFixed(2)} % failed`],
    ...(meanMs === undefined ? [] : [[`mean ${meanMs} ms`, `mean ${all.meanMs} ms`]]),
    ...(perSecond === undefined ? [] : [[`${perSecond} requests a second`, `${all.perSecond} requests a second`]]),
    ...(slowestMs === undefined ? [] : [[`slowest ${slowestMs} ms`, `slowest ${all.mostMs} ms`]]),
  ];
  const rows = pairs.map(([theirs, ours]) => `<tr><td>${theirs}</td><td>${ours}</td></tr>`).join("");
  const isWhole = scale === 1 && hurry === 1;
  const part = isWhole
    ? ""
    : " This run had a part of the people or of the time, so the figures are of two different things.";
  return `<table><thead><tr><th>source</th><th>here</th></tr></thead><tbody>${rows}</tbody></table>
<p>What can be compared: the number of people, the minutes, what they do, and whether anything failed. What cannot:
the source's people came over a network to several machines at AWS, with pauses that are not published; here people,
server and database share one machine and no network lies between, and the pauses were chosen to make its number of
requests a second. So requests a second are ours by choice, and milliseconds say how this machine does, not which of the
two is faster. The source did not check afterwards whether seats were sold twice; this report does.${part}</p>`;
}
