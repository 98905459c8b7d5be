import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createRehearsals } from "./rehearsals.ts";
import { createProcessStage } from "./stage.process.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-stage-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is said of a rehearsal by a program that does this. */
async function troubleOf(text: string): Promise<string> {
  const program = join(folder, `${Math.random()}.mjs`);
  await writeFile(program, text);
  const stage = createProcessStage({ url: () => "http://127.0.0.1", secret: "s".repeat(32), now: Date.now, program });
  const rehearsals = createRehearsals(stage);
  rehearsals.begin({});
  return waitUntil(() => rehearsals.latest()?.trouble, { what: "the rehearsal has failed" });
}

test("a crash is told with the last that the program said, without its stack", async () => {
  const trouble = await troubleOf(`throw new Error("The crowd could not be gathered.");`);
  expect(trouble).toMatch(/^It ended early: /);
  expect(trouble).toContain("Error: The crowd could not be gathered.");
  expect(trouble).not.toMatch(/\bat .+:\d+:\d+/);
});

test("a program that ends without a word is told as such", async () => {
  expect(await troubleOf("process.exit(3);")).toBe("It ended early.");
});

test("what is kept of it has a bound, whether its lines end or not", async () => {
  const say = (text: string) => `process.stderr.write(${text}, () => process.exit(1));`;
  const endless = await troubleOf(say(`"x".repeat(10_000_000)`));
  expect(endless).toMatch(/^It ended early: x+$/);
  expect(endless.length).toBeLessThan(2_100);
  const lines = await troubleOf(say(`Array.from({ length: 1000 }, (_, at) => "line " + (at + 1)).join("\\n")`));
  expect(lines).toBe("It ended early: line 996\nline 997\nline 998\nline 999\nline 1000");
});

test("a program that told its own trouble is believed", async () => {
  const trouble = await troubleOf(`console.error("noise");
    process.send({ phase: "failed", trouble: "nobody answers" }, () => process.exit(2));`);
  expect(trouble).toBe("nobody answers");
});
