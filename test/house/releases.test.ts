import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const folderFor = (what: string) => mkdtempSync(join(tmpdir(), `popline-${what}-`));

/** What is said of a version by a house whose changelog has these lines. */
function notesOf(version: string, lines: readonly string[], ours = version) {
  const folder = folderFor("notes");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "CHANGELOG.md"), lines.join("\n"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version: ours }));
  const words = [join(root, "ops/release-notes.mjs"), version, folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return { status, stdout, stderr };
}

const refusal = (stderr: RegExp) => ({ status: 1, stdout: "", stderr: expect.stringMatching(stderr) });

describe("D25: a release's notes", () => {
  const lines = [
    ...["# Changelog", "", "## 1.1.0 (unreleased)", "", "- new", "", "## 1.0.1", "", "- newer", ""],
    ...["## 1.0.0 (2026-11-28)", "", "- old", "  more", "## 0.9.0 (2026-11-01)", ""],
  ];

  test("are its version's section of the changelog, ours too on its day", () => {
    expect(notesOf("1.0.0", lines)).toEqual({ status: 0, stdout: "- old\n  more\n", stderr: "" });
    const changelog = read("CHANGELOG.md").replace(/^(## \S+) \(unreleased\)$/m, "$1 (2026-11-28)");
    const { version } = JSON.parse(read("package.json"));
    expect(notesOf(version, changelog.split("\n"))).toMatchObject({ status: 0, stderr: "" });
  });

  test("there are none of what is unreleased, or has no day", () => {
    expect(notesOf("1.1.0", lines)).toEqual(refusal(/has "\(unreleased\)" for version 1\.1\.0\. Put its day there/));
    expect(notesOf("1.0.1", lines)).toEqual(refusal(/has no day for version 1\.0\.1/));
  });

  test("there are none without one section that says something", () => {
    expect(notesOf("0.9.0", lines)).toEqual(refusal(/is empty/));
    for (const missing of ["2.0.0", "1.0.10"]) expect(notesOf(missing, lines)).toEqual(refusal(/has 0 sections/));
    expect(notesOf("1.0.0", [...lines, "## 1.0.0 (2026-11-29)", "", "- twice"])).toEqual(refusal(/has 2 sections/));
  });

  test("there are none of another version than package.json's, or of what is no version", () => {
    expect(notesOf("1.0.0", lines, "1.1.0")).toEqual(refusal(/The tag says version 1\.0\.0, package\.json 1\.1\.0/));
    for (const odd of ["1.0", "", "new", "1.0.0-rc1", "1.0.0 "]) {
      expect(notesOf(odd, lines), odd).toEqual(refusal(/Which version\?/));
    }
  });
});

/** What a step of a workflow runs. */
function scriptOf(workflow: string, step: string): string {
  const [, after = ""] = read(`.github/workflows/${workflow}.yml`).split(`- name: ${step}\n`);
  const [, line, block = ""] = /^ +run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/m.exec(after) ?? [];
  return line?.replaceAll(/^ {10}/gm, "") ?? block;
}

/** What the runner sets for a step where GitHub knows these things; of what it does not know it says nothing. */
function environmentOf(workflow: string, step: string, known: Readonly<Record<string, string>>) {
  const [, after = ""] = read(`.github/workflows/${workflow}.yml`).split(`- name: ${step}\n`);
  const [, block = ""] = /^ {8}env:\n((?: {10}.*\n)+)/m.exec(after.split(/^ {6}- /m)[0] ?? "") ?? [];
  const lines = [...block.matchAll(/^ {10}(\w+): \$\{\{ (.*) \}\}$/gm)];
  return Object.fromEntries(lines.map(([, name = "", what = ""]) => [name, known[what] ?? ""]));
}

describe("D25: what goes out", () => {
  let clone: string;
  const git = (...words: string[]) => {
    const who = ["-c", "user.name=One", "-c", "user.email=one@popline.example"];
    const { status, stdout, stderr } = spawnSync("git", [...who, ...words], { cwd: clone, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const commit = (words: string) => {
    git("commit", "--quiet", "--allow-empty", "-m", words);
    return git("rev-parse", "HEAD");
  };
  let commits: { first: string; second: string; beside: string };
  beforeAll(() => {
    clone = folderFor("clone");
    git("init", "--quiet", "--initial-branch", "main");
    cpSync(join(root, "ops/commit-of.mjs"), join(clone, "ops/commit-of.mjs"));
    git("add", "ops");
    const first = commit("first");
    git("tag", "v0.1.0");
    const second = commit("second");
    git("tag", "--annotate", "-m", "notes", "v0.2.0");
    git("update-ref", "refs/remotes/origin/main", second);
    git("checkout", "--quiet", "-b", "v9.9.9");
    commits = { first, second, beside: commit("beside") };
    git("tag", "v0.3.0");
    git("checkout", "--quiet", "main");
  });
  afterAll(() => rmSync(clone, { recursive: true }));

  /** As the runner would, with programs that answer as they are told. */
  function runStep(workflow: string, step: string, environment: Record<string, string>) {
    const told = join(clone, ".git/told");
    writeFileSync(told, "");
    const script = scriptOf(workflow, step);
    const env = { ...process.env, GITHUB_ENV: told, GITHUB_OUTPUT: told, ...environment };
    // With a socket to read from, which is what a pipe is here, bash would take the start-up file of whoever runs it.
    const { status, stderr, stdout } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
      ...{ cwd: clone, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    });
    return { status, said: `${stdout}${stderr}`, told: readFileSync(told, "utf8") };
  }
  const byHand = { GITHUB_EVENT_NAME: "workflow_dispatch", GITHUB_RUN_ATTEMPT: "1" };
  const goOut = (version: string, more: Record<string, string> = {}) =>
    runStep("deliver", "The commit that goes out", { VERSION: version, ...byHand, ...more });

  test("is a commit of main, whole or by its release's tag, and everything is built from it", () => {
    for (const [version, wanted] of [
      ["v0.1.0", commits.first],
      ["v0.2.0", commits.second],
      [commits.first, commits.first],
    ] as const) {
      expect(goOut(version)).toEqual({ status: 0, said: "", told: `IMAGE_TAG=${wanted}\n` });
      expect(git("rev-parse", "HEAD")).toBe(wanted);
    }
  });

  test("is nothing that is not on main, not there or not named whole", () => {
    const refused = [
      ...[commits.beside, "v0.3.0"].map((version) => [version, `${version} is not on main`]),
      ...["v0.4.0", "v9.9.9"].map((version) => [version, `There is no tag ${version}`]),
      ["0".repeat(40), "There is no commit 0"],
      ...["main", "HEAD", "", "0.1.0", commits.first.slice(0, 12), "--help"].map((odd) => [odd, `Not: "${odd}"`]),
    ] as const;
    for (const [version = "", why] of refused) {
      const { status, said, told } = goOut(version);
      expect([status, told], version).toEqual([1, ""]);
      expect(said).toContain(why);
    }
    const tagged = (GITHUB_REF_NAME: string) => runStep("release", "The tag is on main", { GITHUB_REF_NAME });
    expect([tagged("v0.2.0").status, tagged("v0.3.0").status, tagged("v0.1").status]).toEqual([0, 1, 1]);
  });

  test("is main's newest and none before it, unless somebody asks by hand", () => {
    const step = "Is it main's newest";
    const looked = (GITHUB_EVENT_NAME: string, checked: string) => {
      const known = { "github.event.workflow_run.head_sha": checked };
      return runStep("deliver", step, { GITHUB_EVENT_NAME, ...environmentOf("deliver", step, known) });
    };
    const out = { status: 0, said: "", told: "goes-out=yes\n" };
    expect(looked("workflow_run", commits.second)).toEqual(out);
    expect(looked("workflow_dispatch", "")).toEqual(out);
    const stopped = looked("workflow_run", commits.first);
    expect(stopped).toMatchObject({ status: 0, told: "" });
    expect(stopped.said).toContain(`${commits.first} does not go out: main has gone on to ${commits.second}`);
    // A check of which no commit is known was not asked for by hand.
    expect(looked("workflow_run", "")).toMatchObject({ status: 0, told: "" });
    expect(read(".github/workflows/deliver.yml")).toContain("goes-out: ${{ steps.look.outputs.goes-out }}");
  });

  test("is none before main's newest when the jobs of a delivery run again", () => {
    const again = { GITHUB_EVENT_NAME: "workflow_run", GITHUB_RUN_ATTEMPT: "2" };
    expect(goOut(commits.first, again)).toMatchObject({ status: 1, told: "" });
    expect(goOut(commits.first, again).said).toContain("does not go out again");
    expect(goOut(commits.second, again)).toMatchObject({ status: 0, said: "" });
    // While it waited for another delivery main may go on: it is newer than what is out.
    expect(goOut(commits.first, { ...again, GITHUB_RUN_ATTEMPT: "1" })).toMatchObject({ status: 0, said: "" });
  });

  test("going back builds nothing: it takes an image that was out, and fails where there is none", () => {
    const programs = join(clone, ".git/programs");
    mkdirSync(programs);
    const image = "111111111111.dkr.ecr.ap-northeast-2.amazonaws.com/popline:kept";
    const docker = `case "$*" in "manifest inspect ${image}") ;; manifest*) exit 1 ;; login*) ;; *) echo "$@" ;; esac`;
    for (const [name, line] of Object.entries({ aws: "cat /dev/null", docker })) {
      writeFileSync(join(programs, name), `#!/bin/sh\n${line}\n`);
      chmodSync(join(programs, name), 0o755);
    }
    const world = { ACCOUNT: "111111111111", AWS_REGION: "ap-northeast-2", PATH: `${programs}:${process.env.PATH}` };
    const imageOf = (GITHUB_EVENT_NAME: string, IMAGE_TAG: string) =>
      runStep("deliver", "Image of this commit", { ...world, GITHUB_EVENT_NAME, IMAGE_TAG });
    expect(imageOf("workflow_dispatch", "kept")).toMatchObject({ status: 0, said: "" });
    expect(imageOf("workflow_dispatch", "new")).toMatchObject({
      status: 1,
      said: expect.stringContaining("never out"),
    });
    expect(imageOf("workflow_run", "new")).toMatchObject({
      status: 0,
      said: expect.stringMatching(/^build .*\npush /),
    });
  });

  test("going back is started by hand, on main, and leaves the database and what keeps it as they are", () => {
    const deliver = read(".github/workflows/deliver.yml");
    expect(deliver).toMatch(/\n {2}workflow_dispatch:\n {4}inputs:\n {6}version:\n(?: {8}.*\n)* {8}required: true\n/);
    expect(deliver).toContain("github.event_name == 'workflow_dispatch' && github.ref == 'refs/heads/main'");
    const steps = deliver.split(/\n {6}(?:#.*\n {6})?- /);
    const forward = steps.filter((step) => /\n {8}if: \$\{\{ github\.event_name == 'workflow_run' \}\}\n/.test(step));
    expect(forward.map((step) => /run: (.*)/.exec(step)?.[1])).toEqual([
      "npx cdk deploy Registry Network Data --exclusively --require-approval never",
      "node ops/migrate.mjs",
    ]);
    expect(deliver.match(/^ {8}if:/gm)).toHaveLength(forward.length);
    expect(deliver).toContain(`VERSION: \${{ inputs.version || github.event.workflow_run.head_sha }}`);
  });

  test("a release looks at its tag and its notes before it is made", () => {
    const release = read(".github/workflows/release.yml");
    const steps = ["fetch-depth: 0", "node ops/commit-of.mjs", "node ops/release-notes.mjs", "gh release create"];
    const places = steps.map((step) => release.indexOf(step));
    expect(places.every((place, at) => place > (places[at - 1] ?? 0))).toBe(true);
    expect(scriptOf("release", "Notes from the changelog")).toBe(
      `node ops/release-notes.mjs "\${GITHUB_REF_NAME#v}" > "$RUNNER_TEMP/notes.md"`,
    );
    expect(scriptOf("release", "Release")).toContain('--notes-file "$RUNNER_TEMP/notes.md"');
    expect(release).not.toMatch(/continue-on-error|\|\|/);
  });
});
