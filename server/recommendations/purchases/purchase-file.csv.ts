import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { type Profiles, type PurchaseRow, type Purchases, toPurchases } from "./purchases.ts";
import { type Fields, ImportError, shapeOf } from "./rows.ts";

/** A million rows are about 50 MB; more than this is not held in memory. */
const largestFileBytes = 256 * 1024 * 1024;
const mostRows = 3_000_000;

export interface PurchaseFile {
  readonly purchases: Purchases;
  readonly isOfCells: boolean;
  readonly source: string;
  readonly rows: number;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

interface Table {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
  readonly bytes: Buffer;
}

async function readTable(file: string): Promise<Table> {
  const bytes = await readFile(file);
  if (bytes.length > largestFileBytes) throw new ImportError(`${file} has more than ${largestFileBytes} bytes`);
  try {
    const [header = [], ...lines] = parse(bytes, { bom: true, skipEmptyLines: true }) as string[][];
    if (lines.length > mostRows) throw new ImportError(`${file} has more than ${mostRows} rows`);
    return { header, lines, bytes };
  } catch (error) {
    throw new ImportError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function* recordsOf({ header, lines }: Table): Generator<Fields> {
  for (const line of lines) yield Object.fromEntries(header.map((name, at) => [name, line[at] ?? ""]));
}

/** Reads and checks a whole file; one row that is no purchase refuses all, with the number of its record. */
export async function readPurchases(file: string): Promise<PurchaseFile> {
  const table = await readTable(file);
  const shape = shapeOf(table.header);
  const rows: PurchaseRow[] = [];
  for (const fields of recordsOf(table)) {
    try {
      rows.push(shape.read(fields));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      throw new ImportError(`${file}, record ${rows.length + 1}: ${error.message}`, { cause: error });
    }
  }
  if (rows.length === 0) throw new ImportError(`${file} has no rows`);
  const hash = createHash("sha256").update(table.bytes).digest("hex");
  return { purchases: toPurchases(rows), isOfCells: shape.isOfCells, source: file, rows: rows.length, hash };
}

/** `household_id` and what is known of them; the further right, the finer the segment. */
export async function readProfiles(file: string): Promise<Profiles> {
  const table = await readTable(file);
  const [first, ...columns] = table.header;
  if (first !== "household_id" || columns.length === 0) {
    throw new ImportError(`${file}: the first column is household_id, and there are others`);
  }
  return new Map(table.lines.map(([id = "", ...values]) => [id, values]));
}
