/** Of a chart, in the units of its drawing. */
const width = 860;
const height = 180;
const left = 56;
const bottom = 24;
/** The page has their colours. */
const lineColours = ["--first", "--second", "--third"];
export const figures = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

export const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [second: number, value: number])[];
}

/** The next round number: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10);
}

/** Lines over the seconds of a run, with their names beside; the figures are in the table below the charts. */
export function chart(title: string, series: readonly Series[], unit: string): string {
  const all = series.flatMap(({ points }) => points);
  const last = Math.max(1, ...all.map(([second]) => second));
  const most = roundUp(Math.max(1, ...all.map(([, value]) => value)));
  const x = (second: number) => left + (second / last) * (width - left - 8);
  const y = (value: number) => 8 + (1 - value / most) * (height - bottom - 8);
  const lines = series.map(({ points }, at) => {
    const path = points.map(([second, value]) => `${x(second).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
    return `<polyline fill="none" stroke="var(${lineColours[at]})" stroke-width="1.5" points="${path}"/>`;
  });
  const rules = [0, 0.5, 1].map((part) => {
    const value = most * part;
    const text = `<text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${figures.format(value)}</text>`;
    return `<line x1="${left}" x2="${width - 8}" y1="${y(value)}" y2="${y(value)}" stroke="#8884"/>${text}`;
  });
  const ends = [0, last].map(
    (second, at) =>
      `<text x="${x(second)}" y="${height - 4}" text-anchor="${at === 0 ? "start" : "end"}">${second} s</text>`,
  );
  const names = series.map(
    ({ name }, at) => `<span class="name"><span style="color:var(${lineColours[at]})">■</span> ${escaped(name)}</span>`,
  );
  const drawn = [...rules, ...lines, ...ends].join("");
  return `<figure><figcaption>${escaped(title)} (${escaped(unit)}) ${names.join(" ")}</figcaption>
<div class="scroll"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${drawn}</svg></div></figure>`;
}

/** Texts to the left, figures to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    typeof value === "number" ? `<td class="n">${figures.format(value)}</td>` : `<td>${escaped(value)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n");
  const isFigure = (at: number) => rows.length > 0 && rows.every((row) => typeof row[at] === "number");
  const heads = head.map((name, at) => `<th${isFigure(at) ? ' class="n"' : ""}>${escaped(name)}</th>`);
  return `<table><thead><tr>${heads.join("")}</tr></thead><tbody>
${body}</tbody></table>`;
}
