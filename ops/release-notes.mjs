import { readFileSync } from "node:fs";

// `node ops/release-notes.mjs 0.1.0 [CHANGELOG.md]`: what the changelog says of a version; 1 where it says nothing.

const beside = new URL("../CHANGELOG.md", import.meta.url);
const [version = "", file = beside] = process.argv.slice(2);

/** A heading is `## 0.1.0`, with whatever follows a blank. */
const [, ...sections] = readFileSync(file, "utf8").split(/^## /m);
const found = sections.filter((section) => section.split(/\s/, 1)[0] === version);
const notes = found.map((section) => section.replace(/^.*\n?/, "").trim());

/** @param {string} trouble */
function fail(trouble) {
  console.error(trouble);
  process.exit(1);
}

if (!/^\d+\.\d+\.\d+/.test(version)) fail(`Which version? Not: "${version}".`);
if (notes.length !== 1) fail(`The changelog has ${notes.length} sections of version ${version}; it needs one.`);
if (notes[0] === "") fail(`The changelog's section of ${version} is empty.`);
console.log(notes[0]);
