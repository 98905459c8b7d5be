/** Tells a spreadsheet that this is UTF-8, or Korean opens as something else. */
export const byteOrderMark = "\uFEFF";
/** How a formula may begin, also in the wide letters of Korean and Japanese keyboards. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell: always quoted, and never a formula, whatever people call themselves. */
export function cellOf(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value.replace(formula, "'$&");
  return `"${text.replaceAll('"', '""')}"`;
}

/** One line of a file for spreadsheets. */
export const rowOf = (values: readonly (string | number)[]) => `${values.map(cellOf).join(",")}\r\n`;
