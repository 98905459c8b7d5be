import { expect, test } from "vitest";
import { readCellBytes } from "./purchase-file.csv.ts";
import { ImportError } from "./rows.ts";

const head = "yyyymm,sex,age,cst_addr_no,weekend,aftern,lclss,sale_qty,sale_amt,sale_cnt";
const fileOf = (...rows: readonly string[]) => Buffer.from([head, ...rows].join("\n"));
const rowOf = (quantity: number, times: number) => `202401,F,3,11,1,1,bags,${quantity},900,${times}`;

test("D28: a count that the database has no room for refuses the file, with the number of its record", async () => {
  const most = 1_000_000_000;
  expect((await readCellBytes("file", fileOf(rowOf(most, most)))).purchases).toHaveLength(1);
  for (const [column, row] of [
    ["sale_qty", rowOf(most + 1, 1)],
    ["sale_cnt", rowOf(1, most + 1)],
  ] as const) {
    const reading = readCellBytes("file", fileOf(rowOf(1, 1), row));
    await expect(reading).rejects.toThrow(new ImportError(`file, record 2: ${column} is at most ${most}`));
  }
});

test("a file that is no table of CSV is told so; what fails for another reason is not told of the file", async () => {
  const reading = readCellBytes("file", fileOf('202401,F,3,11,1,1,"bags,1,900,1'));
  await expect(reading).rejects.toThrow(/^file, record 1: Quote/);
  await expect(reading).rejects.toBeInstanceOf(ImportError);
  const bytes = Object.assign(fileOf(rowOf(1, 1)), {
    subarray: () => {
      throw new RangeError("no more memory");
    },
  });
  const failing = await readCellBytes("file", bytes).catch((error: unknown) => error);
  expect(failing).toBeInstanceOf(RangeError);
});
