import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const skipped = new Set([".git", "cdk.out", "coverage", "data", "dist", "node_modules"]);

/** A file of the house: its path from the root with forward slashes, and its text. */
export type Source = { path: string; text: string };

const scripts = /[.](ts|tsx|mjs|css|sql)$/;

/** Reads every file below `root` with such a name; unless told, those that people write by hand and a program reads. */
export function readSources(root: string, folder = "", names = scripts): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : readSources(root, path, names);
    return names.test(entry.name) ? [{ path, text: readFileSync(join(root, path), "utf8") }] : [];
  });
}

/** True for tests and for what only tests use. */
export function isTest(path: string): boolean {
  return /^(infra\/)?test\//.test(path) || /[.](test|conformance)[.]tsx?$/.test(path);
}

/** The syntax tree of a script, or null for CSS and SQL. */
export function parseScript({ path, text }: Source): ts.SourceFile | null {
  if (!/[.](ts|tsx|mjs)$/.test(path)) return null;
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Calls `visit` for the node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The line, counted from 1, on which the node's own text begins. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** The line, counted from 1, on which the node ends. */
export function lastLineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getEnd()).line + 1;
}
