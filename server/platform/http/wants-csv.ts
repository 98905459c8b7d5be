const csv = "text/csv";

/** Whether a file for spreadsheets is asked for: text/csv is named, and JSON is not named before it. */
export function wantsCsv(accept: string | undefined): boolean {
  const types = (accept ?? "").toLowerCase();
  const at = types.indexOf(csv);
  const json = types.indexOf("application/json");
  return at >= 0 && (json < 0 || at < json);
}
