import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { HistoryEvent } from "../../load/history/history.ts";
import { asOf } from "./drill/as-of.ts";
import { drill } from "./drill/drill.ts";

test("I4: PostgreSQL, killed and its folder gone, is there again up to a moment, and the checker agrees", async () => {
  const { target, recoveredTo, acknowledged, lost, findings } = await drill(90);
  expect(findings).toEqual([]);
  // The base backup alone has a third.
  expect(acknowledged).toBeGreaterThan(30);
  expect(lost).toBeGreaterThanOrEqual(30);
  expect(recoveredTo).not.toBeNull();
  expect(String(recoveredTo) <= target).toBe(true);
});

test("a restore has to hold what was answered before its moment, may hold what was under way, and nothing else", () => {
  const press = (sentAt: number, answeredAt: number | null): HistoryEvent => ({
    ...{ kind: "join", personId: "1", slotId: "1", sentAt, answeredAt },
    answer: answeredAt === null ? "lost" : { status: 201 },
  });
  const events = [press(1, 9), press(2, 10), press(10.5, 12), press(3, null), press(11.5, 12)];
  const { known, after } = asOf(events, { from: 10, to: 11 });
  expect(known).toEqual([press(1, 9), press(2, null), press(10.5, null), press(3, null)]);
  expect(after).toEqual([press(11.5, 12)]);
});

test.each([[["--people"]], [["--people", "90"]], [["90"]]])("npm run drill -- with %j is refused", (words) => {
  const { status, stderr } = spawnSync(process.execPath, ["dist/programs/drill.js", ...words], {
    ...{ encoding: "utf8", timeout: 20_000 },
  });
  expect(status).toBe(2);
  expect(stderr).toContain(words[0]);
});
