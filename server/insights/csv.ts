import type { Chart } from "../../shared/insights.ts";
import { byteOrderMark, rowOf } from "../platform/csv.ts";

/** Charts as a file for spreadsheets; a hidden bar has no count. */
export function fileOf(charts: readonly Chart[]): string {
  const rows = charts.flatMap(({ name, bars }) => bars.map(({ key, count }) => rowOf([name, key, count ?? ""])));
  return `${byteOrderMark}${rowOf(["chart", "key", "count"])}${rows.join("")}`;
}
