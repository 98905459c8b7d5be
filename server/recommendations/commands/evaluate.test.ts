import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createChance } from "../../platform/chance.ts";
import type { Evaluation } from "../evaluation/evaluate.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-evaluate-"));
  await writeFile(join(folder, "train.csv"), purchasesOf(1, 1, 12));
  await writeFile(join(folder, "test.csv"), purchasesOf(2, 13, 14));
  await writeFile(join(folder, "people.csv"), "household_id,age\n1,20s\n2,30s\n3,30s\n");
});
afterAll(() => rm(folder, { recursive: true }));

const header = "household_id,purchased_at,week,category,quantity,amount";

/** Sixty households, each fond of one of twelve categories; one of them buys in the later weeks only. */
function purchasesOf(seed: number, first: number, last: number): string {
  const chance = createChance(seed);
  const lines = Array.from({ length: 900 }, () => {
    const household = chance.whole(1, first === 1 ? 59 : 60);
    const category = chance.oneIn(2) ? household % 12 : chance.whole(0, 11);
    const week = chance.whole(first, last);
    return `${household},2024-01-05 10:00:00,${week},"GOODS, ${category}",1,${chance.whole(1, 9)}.5`;
  });
  return [header, ...lines].join("\n");
}

function run(...words: string[]) {
  return spawnSync(process.execPath, ["dist/programs/evaluate.js", ...words], { encoding: "utf8" });
}
const at = (name: string) => join(folder, name);
const windows = () => ["--train", at("train.csv"), "--test", at("test.csv")];

describe("D26: npm run evaluate", () => {
  test("prints every model beside random and popularity, and the dump gives its figures again", async () => {
    const { stdout, status } = run(...windows(), "--people", at("people.csv"), "--dump", at("dump.csv"), "--json");
    expect(status).toBe(0);
    const { repeats, people, unseenPeople, trained } = JSON.parse(stdout) as Evaluation;
    expect([people, unseenPeople]).toEqual([60, 1]);
    expect(trained).toMatchObject({ rows: 900, people: 59, first: 1, last: 12 });
    const names = ["random", "popularity", "segment", "source", "item-knn", "ease", "blend", "shipped", "ceiling"];
    expect(repeats.standings.map(({ name }) => name)).toEqual(names);

    const cells = (text: string) =>
      text
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(/,(?! )/));
    const unquoted = (text = "") => text.trim().replaceAll('"', "");
    const bought = cells(await readFile(at("test.csv"), "utf8")).map(
      ([household, , , category]) => `${household} ${unquoted(category)}`,
    );
    const relevant = new Set(bought);
    const dump = cells(await readFile(at("dump.csv"), "utf8")).map((line) => line.map(unquoted));
    expect(dump.length).toBe(8 * 60 * 10);
    for (const name of names.slice(0, 8)) {
      const top = dump.filter(([, model, rank]) => model === name && Number(rank) <= 3);
      const hits = top.filter(([household, , , category]) => relevant.has(`${household} ${category}`)).length;
      const figures = repeats.standings.find((each) => each.name === name)?.figures;
      expect([name, hits / (3 * 60)]).toEqual([name, expect.closeTo(figures?.precision3 ?? -1, 10)]);
    }
  });

  test("prints the table for people, the same each time but for how long it took", () => {
    const textOf = () => run(...windows(), "--seed", "4").stdout.replace(/Fitted in .*/, "");
    const text = textOf();
    expect(text).toMatch(/^shipped .+\+0[.]\d{4} \[[+−]0[.]\d{4}, \+0[.]\d{4}\]/m);
    expect(text).toContain("New categories only");
    expect(textOf()).toBe(text);
  });

  test("takes both windows from one file by their weeks, and none that overlap", () => {
    const one = run("--train", at("train.csv"), "--train-weeks", "1-9", "--test-weeks", "10-12", "--json");
    const { trained, tested } = JSON.parse(one.stdout) as Evaluation;
    expect([trained.first, trained.last, tested.first, tested.last]).toEqual([1, 9, 10, 12]);
    expect(run("--train", at("train.csv"), "--train-weeks", "1-9", "--test-weeks", "9-12").status).toBe(2);
    expect(run("--train", at("train.csv")).stderr).toContain("npm run evaluate -- --train FILE");
  });

  test("D26: what was trained on is not what is tested on, also where no weeks are named", () => {
    const same = run("--train", at("train.csv"), "--test", at("train.csv"));
    expect([same.status, same.stdout]).toEqual([2, ""]);
    expect(same.stderr).toContain("training has purchases up to week 12, the test from week 1 on");
    expect(run("--train", at("test.csv"), "--test", at("train.csv")).status).toBe(2);
    expect(run("--train", at("train.csv"), "--test", at("train.csv"), "--test-weeks", "12-12").status).toBe(2);
    expect(run(...windows(), "--train-weeks", "1-12").status).toBe(0);
  });

  test("a file with a row that is no purchase is refused with the number of its record", async () => {
    await writeFile(
      at("broken.csv"),
      [header, "1,2024-01-05 10:00:00,3,a,1,2", "1,2024-01-05 10:00:00,x,a,1,2"].join("\n"),
    );
    const { status, stderr } = run("--train", at("broken.csv"), "--test", at("test.csv"));
    expect([status, stderr.trim()]).toEqual([
      2,
      `${at("broken.csv")}, record 2: week is a number from 0 to 999999, not "x"`,
    ]);
    await writeFile(at("foreign.csv"), "a,b\n1,2\n");
    expect(run("--train", at("foreign.csv"), "--test", at("test.csv")).stderr).toContain(
      "The first line names the columns",
    );
  });

  test("MovieLens 100K is read where somebody has it", async () => {
    const chance = createChance(9);
    const lines = Array.from({ length: 600 }, (_, n) => [
      1 + (n % 20),
      chance.whole(1, 30),
      chance.whole(1, 5),
      881250949,
    ]);
    await writeFile(at("u.data"), `${lines.map((line) => line.join("\t")).join("\n")}\n`);
    const { fresh, trained, tested } = JSON.parse(run("--ml100k", folder, "--json").stdout) as Evaluation;
    expect(trained.rows + tested.rows).toBe(600);
    expect(fresh?.standings.map(({ name }) => name)).toContain("ease");
  });
});
