import type { Finding } from "./finding.ts";
import { readSources } from "./sources.ts";

/** Everything a person may have put here, not only what a program reads. */
const texts = /(^|\/)[^/]+$/;
const binaries = /[.](webp|png|jpe?g|gif|ico|woff2?|br|gz|zip|tgz)$/;
const largestCharacters = 2_000_000;

/** What only a secret looks like. */
const shapes: Readonly<Record<string, RegExp>> = {
  "private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  "AWS key": /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  "GitHub token": /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{30,})\b/,
  "Slack token": /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  "Google key": /\bAIza[0-9A-Za-z_-]{35}\b/,
  "npm token": /\bnpm_[A-Za-z0-9]{36}\b/,
  "signed token": /\beyJ[\w-]{10,}[.]eyJ[\w-]{10,}[.][\w-]{10,}/,
  "password in an address": /\b[a-z+]+:\/\/[^\s:@/"'`$<]+:[^\s:@/"'`$<…]{3,}@(?!127[.]|localhost|\[|[\w.-]*[.]example)/,
};
const names = "secret|token|password|passwd|(?:api|admin)_?key|field_?keys?";
const named = new RegExp(`(${names})["']?\\s*[:=]\\s*["'\`]?([A-Za-z0-9+/_=-]{20,})`, "gi");

/** Finds secrets in the tree; a rotated one that stays in the history is not found. */
export function inspectSecrets(root: string): Finding[] {
  return readSources(root, "", texts).flatMap(({ path, text }) => {
    if (/(^|\/)[.]env([.]|$)/.test(path)) return [objectTo(path, 1, "A file of settings stays out of the tree.")];
    if (binaries.test(path) || text.length > largestCharacters || text.includes("\0")) return [];
    return text.split("\n").flatMap((line, index) => secretsIn(line).map((what) => objectTo(path, index + 1, what)));
  });
}

function objectTo(file: string, line: number, what: string): Finding {
  return {
    rule: "secret-in-the-tree",
    file,
    line,
    message: `${what} Take it out, and make it worthless where it works.`,
  };
}

function secretsIn(line: string): string[] {
  const found = Object.entries(shapes).flatMap(([name, shape]) => (shape.test(line) ? [`This is a ${name}.`] : []));
  if (found.length > 0) return found;
  const isNamed = [...line.matchAll(named)].some(([, , value = ""]) => isRandom(value));
  return isNamed ? ["This looks like a secret with its value."] : [];
}

/** Nobody types a text like this: figures among letters, and no run of small letters as long as a word. */
function isRandom(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && !/[a-z]{8}/.test(text) && !/0123456789/.test(text);
}
