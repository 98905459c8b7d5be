import { spawnSync } from "node:child_process";

// `node ops/commit-of.mjs v0.1.0`: the commit that a release's tag names, or a commit that is given whole; 1 with the
// reason when there is none, or when it is not on main. What is delivered or released was checked there.

const [version = ""] = process.argv.slice(2);
const isTag = /^v\d+\.\d+\.\d+$/.test(version);

/** @param {string} trouble */
function fail(trouble) {
  console.error(trouble);
  process.exit(1);
}

/** @param {string[]} words */
const git = (...words) => spawnSync("git", words, { encoding: "utf8" });

if (!isTag && !/^[0-9a-f]{40}$/.test(version)) {
  fail(`Which version? A tag like v0.1.0, or all 40 characters of a commit. Not: "${version}".`);
}
const found = git("rev-parse", "--verify", "--quiet", `${isTag ? `refs/tags/${version}` : version}^{commit}`);
if (found.status !== 0) fail(`There is no ${isTag ? "tag" : "commit"} ${version}.`);
const commit = found.stdout.trim();
if (git("merge-base", "--is-ancestor", commit, "refs/remotes/origin/main").status !== 0) {
  fail(`${version} is not on main: only what was checked there goes out.`);
}
console.log(commit);
