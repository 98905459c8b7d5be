import { regions, sexes } from "../../../shared/people-codes.ts";
import { goodsCodes } from "../../../shared/purchase-codes.ts";
import { type CellPurchase, type PurchaseRow, toRow } from "../rules.ts";

/** A file that is not what it should be; says where and why. */
export class ImportError extends Error {}

export type Fields = Readonly<Record<string, string>>;

export interface RowShape {
  readonly columns: readonly string[];
  /** Whether a person is a cell of people, of which nearly each buys of each category. */
  readonly isOfCells: boolean;
  /** Throws ImportError for what is no purchase. */
  readonly read: (fields: Fields) => PurchaseRow;
}

const longestId = 100;

function idOf(fields: Fields, name: string): string {
  const value = fields[name] ?? "";
  if (value === "" || value.length > longestId) throw new ImportError(`${name} is 1 to ${longestId} characters`);
  return value;
}

function numberOf(fields: Fields, name: string, least: number, most: number): number {
  const text = fields[name] ?? "";
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most)) {
    throw new ImportError(`${name} is a number from ${least} to ${most}, not "${text.slice(0, longestId)}"`);
  }
  return value;
}

function wholeOf(fields: Fields, name: string, least: number, most: number): number {
  const value = numberOf(fields, name, least, most);
  if (!Number.isInteger(value)) throw new ImportError(`${name} is a whole number`);
  return value;
}

const largestAmount = 1e12;

/** A household's purchase; `purchased_at` and `quantity` are checked and not used. */
const ofHousehold: RowShape = {
  columns: ["household_id", "purchased_at", "week", "category", "quantity", "amount"],
  isOfCells: false,
  read(fields) {
    numberOf(fields, "quantity", 0, largestAmount);
    if (Number.isNaN(Date.parse(fields.purchased_at ?? ""))) throw new ImportError("purchased_at is no moment");
    return {
      person: idOf(fields, "household_id"),
      category: idOf(fields, "category"),
      week: wholeOf(fields, "week", 0, 999_999),
      times: 1,
      amount: numberOf(fields, "amount", -largestAmount, largestAmount),
    };
  },
};

/** S33. Codes are as they come: what is imported to stay is held against our own lists. */
export function readCell(fields: Fields): CellPurchase {
  const month = wholeOf(fields, "yyyymm", 190_001, 299_912);
  if (month % 100 < 1 || month % 100 > 12) throw new ImportError("yyyymm ends with a month");
  return {
    month,
    sex: idOf(fields, "sex"),
    age: wholeOf(fields, "age", 1, 5),
    region: idOf(fields, "cst_addr_no"),
    isWeekend: wholeOf(fields, "weekend", 0, 1) === 1,
    isAfternoon: wholeOf(fields, "aftern", 0, 1) === 1,
    category: idOf(fields, "lclss"),
    quantity: numberOf(fields, "sale_qty", 0, largestAmount),
    amount: numberOf(fields, "sale_amt", -largestAmount, largestAmount),
    times: numberOf(fields, "sale_cnt", 0, largestAmount),
  };
}

const codes = { sex: new Set<string>(sexes), region: new Set<string>(regions), category: new Set<string>(goodsCodes) };

/** Their columns hold twice as much. */
const mostAtOnce = 1_000_000_000;

/** D28: the codes of the forms, and whole numbers of purchases. */
export function inOurCodes(purchase: CellPurchase): CellPurchase {
  for (const name of ["sex", "region", "category"] as const) {
    if (!codes[name].has(purchase[name])) throw new ImportError(`"${purchase[name]}" is none of our codes of ${name}`);
  }
  for (const name of ["quantity", "amount", "times"] as const) {
    if (!Number.isInteger(purchase[name])) throw new ImportError(`${name} is a whole number`);
  }
  for (const [name, count] of [
    ["sale_qty", purchase.quantity],
    ["sale_cnt", purchase.times],
  ] as const) {
    if (count > mostAtOnce) throw new ImportError(`${name} is at most ${mostAtOnce}`);
  }
  if (purchase.times < 1) throw new ImportError("sale_cnt is 1 at least");
  return purchase;
}

/** What a cell of people bought in a month, which is its week: 202307. */
const ofCell: RowShape = {
  columns: [
    ...["yyyymm", "sex", "age", "cst_addr_no", "weekend", "aftern"],
    ...["lclss", "sale_qty", "sale_amt", "sale_cnt"],
  ],
  isOfCells: true,
  read: (fields) => toRow(readCell(fields)),
};

/** The shape of a file by its first line; its columns may come in any order, and others beside them. */
export function shapeOf(header: readonly string[]): RowShape {
  const shape = [ofHousehold, ofCell].find(({ columns }) => columns.every((column) => header.includes(column)));
  if (shape !== undefined) return shape;
  const wanted = [ofHousehold, ofCell].map(({ columns }) => columns.join(", ")).join("\nor ");
  throw new ImportError(`The first line names the columns ${wanted}`);
}
