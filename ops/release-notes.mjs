import { readFileSync } from "node:fs";
import { join } from "node:path";

// `node ops/release-notes.mjs 0.1.0 [FOLDER]`: what CHANGELOG.md says of a version; 1 with the reason where that is not
// to be released: package.json says otherwise, or there is no section of it, an empty one, or one without its day.

const [version = "", folder = join(import.meta.dirname, "..")] = process.argv.slice(2);
/** @param {string} name */
const read = (name) => readFileSync(join(folder, name), "utf8");

/** @param {string} trouble */
function fail(trouble) {
  console.error(trouble);
  process.exit(1);
}

if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`Which version? Three numbers like 0.1.0. Not: "${version}".`);
const { version: ours } = JSON.parse(read("package.json"));
if (ours !== version) fail(`The tag says version ${version}, package.json ${ours}: one of the two is wrong.`);

/** A heading is `## 0.1.0 (2026-11-28)`. */
const [, ...sections] = read("CHANGELOG.md").split(/^## /m);
const found = sections.filter((section) => section.split(/\s/, 1)[0] === version);
if (found.length !== 1) fail(`The changelog has ${found.length} sections of version ${version}; it needs one.`);
const [heading = "", ...lines] = (found[0] ?? "").split("\n");
const day = heading.slice(version.length).trim();
if (!/^\(\d{4}-\d{2}-\d{2}\)$/.test(day)) {
  const said = day === "" ? "no day" : `"${day}"`;
  fail(
    `The changelog has ${said} for version ${version}. Put its day there, like "(2026-11-28)", and tag that commit.`,
  );
}
const notes = lines.join("\n").trim();
if (notes === "") fail(`The changelog's section of version ${version} is empty.`);
console.log(notes);
