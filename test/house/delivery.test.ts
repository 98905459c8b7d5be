import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { containerUser } from "../../infra/lib/constructs/image.ts";
import { isTest, readSources } from "../../scripts/house/sources.ts";
import { serverFlags } from "../../scripts/setup/server-flags.mjs";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

test("D25: every change runs all gates and tests on Node 20, 22 and 24, with PostgreSQL and Redis beside it", () => {
  const check = read(".github/workflows/check.yml");
  expect(check).toContain("node: [20, 22, 24]");
  expect(check).toMatch(/services:\n {6}postgres:[\s\S]*\n {6}redis:/);
  expect(check).toMatch(/run: npm test\n/);
  expect(check).not.toMatch(/continue-on-error|--skip|-- test/);
});

test("D25: a delivery has no key of its own, and goes on only when the migration ended well", () => {
  const deliver = read(".github/workflows/deliver.yml");
  expect(deliver).not.toMatch(/secrets\.|aws-access-key-id|continue-on-error/);
  expect(deliver).toMatch(/environment: production\n {4}permissions:\n {6}contents: read\n {6}id-token: write/);
  // Else a check that failed, or one of somebody's pull request, would be delivered.
  const run = "github.event.workflow_run";
  expect(deliver).toContain(
    `\n  deliver:\n    if: \${{ ${run}.conclusion == 'success' && ${run}.event == 'push' }}\n    runs-on:`,
  );
  const steps = [
    "docker push",
    "deploy Registry Network Data",
    "node ops/migrate.mjs",
    "deploy Mail Api",
    "ops/smoke.mjs",
  ];
  const places = steps.map((step) => deliver.indexOf(step));
  expect(places.every((place, at) => place > (places[at - 1] ?? 0))).toBe(true);
});

/** What is said of a version by a changelog of these lines, or by ours. */
function notesOf(version: string, lines?: readonly string[]) {
  const file = join(mkdtempSync(join(tmpdir(), "popline-notes-")), "CHANGELOG.md");
  if (lines !== undefined) writeFileSync(file, lines.join("\n"));
  const words = [join(root, "ops/release-notes.mjs"), version, ...(lines === undefined ? [] : [file])];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  rmSync(dirname(file), { recursive: true });
  return { status, stdout, stderr };
}

test("D25: a release's notes are its version's section of the changelog; without one there is no release", () => {
  const lines = [
    "# Changelog",
    "",
    "## 1.0.1",
    "",
    "- new",
    "",
    "## 1.0.0 (2026-11-28)",
    "",
    "- old",
    "  more",
    "## 0.9.0",
    "",
  ];
  expect(notesOf("1.0.1", lines)).toEqual({ status: 0, stdout: "- new\n", stderr: "" });
  expect(notesOf("1.0.0", lines)).toEqual({ status: 0, stdout: "- old\n  more\n", stderr: "" });
  expect(notesOf("0.9.0", lines)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("is empty") });
  for (const missing of ["1.0", "2.0.0", "1.0.10", "", "new"]) {
    expect(notesOf(missing, lines)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/version/i) });
  }
  expect(notesOf("1.0.0", [...lines, "## 1.0.0", "", "- twice"])).toMatchObject({ status: 1, stdout: "" });
  expect(notesOf(JSON.parse(read("package.json")).version)).toMatchObject({ status: 0, stderr: "" });

  const release = read(".github/workflows/release.yml");
  const made = release.search(/node ops\/release-notes[.]mjs "\S+" > "\$RUNNER_TEMP\/notes[.]md"/);
  expect(made).toBeGreaterThan(0);
  expect(release.indexOf('--notes-file "$RUNNER_TEMP/notes.md"')).toBeGreaterThan(made);
  expect(release).not.toMatch(/continue-on-error|\|\|/);
});

test("what the server reads of the repository is in the image, also where Docker does not build it", () => {
  const copied = /cp -a --parents ([^&]*?) image\//.exec(read("Dockerfile"))?.[1]?.split(/[\s\\]+/) ?? [];
  expect(/cp -a --parents (.*) "/.exec(read("ops/image/build.sh"))?.[1]?.split(" ")).toEqual(copied);
  const files = readSources(root, "server", /[.]ts$/).filter(({ path }) => !isTest(path));
  const wanted = files.flatMap(({ path, text }) =>
    path.startsWith("server/demo/")
      ? []
      : [...text.matchAll(/join\(repository, "([^"]+)"/g)].map(([, name = ""]) => name),
  );
  expect(wanted).toContain("web/public/icon.svg");
  const isThere = (name: string) => name === "server" || copied.some((one) => `${name}/`.startsWith(`${one}/`));
  expect(wanted.filter((name) => !isThere(name))).toEqual([]);
});

test("the image runs as nobody, without a shell, and starts the server as npm start does", () => {
  const [, last = ""] = read("Dockerfile").split(/^FROM gcr\.io\/distroless\//m);
  expect(last).toMatch(/^nodejs24-debian12:nonroot/);
  expect(last).toContain(`USER ${containerUser}`);
  expect(last).not.toMatch(/^RUN /m);
  expect(last).toContain(`CMD ${JSON.stringify([...serverFlags, "dist/programs/server.js"]).replaceAll(",", ", ")}`);
});
