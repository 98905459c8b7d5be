import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { setImmediate as letOthers } from "node:timers/promises";
import { CsvError, parse as parseStream } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { ImportedFile } from "../ports.ts";
import type { CellPurchase } from "../rules.ts";
import { type Profiles, type Purchases, toPurchases } from "./purchases.ts";
import { type Fields, ImportError, inOurCodes, readCell, shapeOf } from "./rows.ts";

/** A million rows are about 50 MB; more than this is not held in memory. */
const largestFileBytes = 256 * 1024 * 1024;
const mostRows = 3_000_000;

/** What is wrong with the file; anything else that fails is not the file's fault. */
function faultOf(where: string, error: unknown): unknown {
  if (!(error instanceof ImportError || error instanceof CsvError)) return error;
  return new ImportError(`${where}: ${error.message}`, { cause: error });
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
    throw faultOf(file, error);
  }
}

function* recordsOf({ header, lines }: Table): Generator<Fields> {
  for (const line of lines) yield Object.fromEntries(header.map((name, at) => [name, line[at] ?? ""]));
}

/** One row that is no purchase refuses the whole file, with the number of its record. */
function readAll<Row>(file: string, table: Table, read: (fields: Fields) => Row): Row[] {
  const rows: Row[] = [];
  for (const fields of recordsOf(table)) {
    try {
      rows.push(read(fields));
    } catch (error) {
      throw faultOf(`${file}, record ${rows.length + 1}`, error);
    }
  }
  if (rows.length === 0) throw new ImportError(`${file} has no rows`);
  return rows;
}

/** To measure on: households' purchases, or the source's shape. */
export async function readPurchases(file: string): Promise<{ purchases: Purchases; isOfCells: boolean }> {
  const table = await readTable(file);
  const { read, isOfCells } = shapeOf(table.header);
  return { purchases: toPurchases(readAll(file, table, read)), isOfCells };
}

const rowsAtOnce = 2_000;
const bytesAtOnce = 64 * 1024;

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += bytesAtOnce) yield bytes.subarray(at, at + bytesAtOnce);
}

/** To keep and to learn from: S33's shape alone, in our codes (D28), with its hash. Others are served meanwhile. */
export async function readCellBytes(name: string, bytes: Buffer): Promise<{ purchases: CellPurchase[]; hash: string }> {
  const purchases: CellPurchase[] = [];
  // Where it fails reading the lines does.
  const parsing = parseStream({ bom: true, skipEmptyLines: true });
  const lines = pipeline(Readable.from(slicesOf(bytes)), parsing, () => undefined);
  let header: readonly string[] | null = null;
  try {
    for await (const line of lines as AsyncIterable<readonly string[]>) {
      if (header === null) {
        header = line;
        if (!shapeOf(header).isOfCells) throw new ImportError("it is of households; what is kept is of cells");
        continue;
      }
      if (purchases.length >= mostRows) throw new ImportError(`more than ${mostRows} rows`);
      purchases.push(inOurCodes(readCell(Object.fromEntries(header.map((column, at) => [column, line[at] ?? ""])))));
      if (purchases.length % rowsAtOnce === 0) await letOthers();
    }
  } catch (error) {
    throw faultOf(`${name}, record ${purchases.length + 1}`, error);
  }
  if (purchases.length === 0) throw new ImportError(`${name} has no rows`);
  return { purchases, hash: createHash("sha256").update(bytes).digest("hex") };
}

/** The same of a file. */
export async function readCellFile(file: string): Promise<ImportedFile & { purchases: CellPurchase[] }> {
  return { source: file, ...(await readCellBytes(file, await readFile(file))) };
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
