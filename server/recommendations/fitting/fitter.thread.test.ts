import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { afterEach, expect, test } from "vitest";
import { restBetweenSteps } from "../../platform/long-work.ts";
import { createTraffic } from "../../platform/traffic.ts";
import { generatePurchases } from "../generator/generate.ts";
import { readCell } from "../purchases/rows.ts";
import { cellOf } from "../rules.ts";
import { fitCells } from "./fit-cells.ts";
import { createThreadFitter } from "./fitter.thread.ts";

/** What /proc has of a thread; nothing where it has just ended, as one of another test may. */
function statOf(task: string): string {
  try {
    return readFileSync(`/proc/self/task/${task}/stat`, "utf8");
  } catch {
    return "";
  }
}

/** How nice each thread of this process is: the 19th field, the 17th after the name. */
const niceness = () =>
  new Map(
    readdirSync("/proc/self/task").map((task) => [task, Number(statOf(task).split(") ")[1]?.split(" ")[16])] as const),
  );

test.runIf(process.platform === "linux")(
  "P8: the thread that learns goes last for a processor, and no other thread of the server does",
  async () => {
    const before = niceness();
    let meanwhile: ReturnType<typeof niceness> = new Map();
    async function* material() {
      yield { purchases: [] };
      // It has answered, so it runs.
      meanwhile = niceness();
    }
    await createThreadFitter(createTraffic())
      .fit(material(), 1, () => undefined)
      .catch(() => undefined);
    expect([...meanwhile].filter(([task, nice]) => nice === 19 && before.get(task) !== 19)).toHaveLength(1);
    expect(getPriority(process.pid)).toBe(before.get(String(process.pid)));
  },
);

const fields = (line: object) => Object.fromEntries(Object.entries(line).map(([name, value]) => [name, String(value)]));
const purchases = generatePurchases(1, 2).lines.map((line) => readCell(fields(line)));
/** Of one cell: some pieces of work. */
const few = purchases.filter((cell) => cellOf(cell) === "11-F-3").slice(0, 300);

test("P8: the thread stands aside while a request is under way, ends nevertheless, and never does alone", async () => {
  async function* material() {
    yield { purchases: few };
  }
  const traffic = createTraffic();
  const restedMs = async () => {
    const { metrics } = await createThreadFitter(traffic).fit(material(), 1, () => undefined);
    return (metrics as { restedMs: number }).restedMs;
  };
  expect(await restedMs()).toBe(0);
  traffic.begin();
  expect(await restedMs()).toBeGreaterThanOrEqual(100);
});

test("P8: the thread that stands aside ends at once when it is to stop", async () => {
  const traffic = createTraffic();
  traffic.begin();
  const fitter = createThreadFitter(traffic);
  async function* material() {
    for (;;) yield { purchases: few };
  }
  let told = 0;
  const fit = fitter.fit(material(), 1, () => {
    told += 1;
    if (told === 3) void fitter.stop();
  });
  await expect(fit).rejects.toThrow("ended early");
});

afterEach(() => restBetweenSteps(() => undefined));

test("P8: what is learned of 118,176 purchases comes in steps, each a small part of the work", () => {
  const cpu = () => process.cpuUsage().user / 1_000;
  const startedAt = cpu();
  let [longest, last] = [0, startedAt];
  restBetweenSteps(() => {
    const now = cpu();
    longest = Math.max(longest, now - last);
    last = now;
  });
  fitCells(purchases, 1, () => undefined);
  expect(purchases).toHaveLength(118_176);
  expect(longest / (cpu() - startedAt)).toBeLessThan(0.08);
});
