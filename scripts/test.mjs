import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installDependencies } from "./setup/dependencies.mjs";
import { run } from "./setup/run.mjs";
import { ensureServices } from "./setup/services.mjs";
import { buildWebBundle } from "./setup/web-bundle.mjs";

// `npm test` checks the house and runs every test; `npm test -- test/races` runs those tests only.
const chosenTests = process.argv.slice(2);
const tally = { passed: 0, failed: 0 };

try {
  await installDependencies({ development: true });
  await ensureServices();
  await buildWebBundle();
  if (chosenTests.length === 0) await countCheck();
  await countTests();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  tally.failed += 1;
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;

/** All gates of `npm run check` count as one test. */
async function countCheck() {
  const code = await run(process.execPath, ["scripts/check.mjs"]);
  tally[code === 0 ? "passed" : "failed"] += 1;
}

/** A crash, an unhandled error or a run without a single test has no failed test of its own, so it counts as one. */
async function countTests() {
  const folder = await mkdtemp(join(tmpdir(), "popline-tests-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...chosenTests]);
  const { passed, failed, skipped } = countsIn(await readFile(report, "utf8").catch(() => null));
  await rm(folder, { recursive: true });
  if (skipped > 0) console.log(`${skipped} skipped`);
  const wentWrong = code !== 0 || passed + failed === 0;
  tally.passed += passed;
  tally.failed += wentWrong ? Math.max(failed, 1) : failed;
}

/**
 * A file that cannot be loaded has no tests to fail, so it counts as one failed test.
 * @param {string | null} report what vitest wrote, absent after a crash
 */
function countsIn(report) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report);
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = testResults;
  const brokenFiles = files.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
  };
}
