import ts from "typescript";
import type { Finding } from "./finding.ts";
import { isTest, lineOf, parseScript, readSources, type Source, walk } from "./sources.ts";

const emptyWords = /^(utils?|helpers?|common|managers?)$/i;
// In two halves, so that this file does not find itself.
const promises = new RegExp(`\\b(${["TO", "FIX"].map((start, index) => start + ["DO", "ME"][index]).join("|")})\\b`);
// English begins with one capital, "Select a day from …"; statements with none or with capitals only.
const sqlVerbs = "select|insert|update|delete|with|create|alter|drop|truncate|begin|lock|set";
const sqlVerb = new RegExp(`^\\s*(${sqlVerbs}|${sqlVerbs.toUpperCase()})\\b`);
const sqlShapes = [
  "select\\s.+\\sfrom\\s",
  "select\\s+([\\d'$*]|[\\w.]+\\(|exists\\b)",
  "insert\\s+into\\s",
  "update\\s+\\S+\\s+set\\s",
  "delete\\s+from\\s",
  "with\\s+(recursive\\s+)?\\w+\\s+as\\s*\\(",
  "(create|alter|drop|truncate|lock)\\s+(or\\s+replace\\s+)?(unique\\s+)?(table|index|function|schema|type)\\s",
  "begin\\s*;",
  "set\\s+(local\\s+)?\\w+\\s*=",
];
const sqlShape = new RegExp(`^\\s*(${sqlShapes.join("|")})`, "is");
const mayHoldSql = /[.]sql[.]ts$|^server\/platform\/database\/|^bench\/|^load\//;

type Objection = { rule: string; message: string };
type Inspection = (node: ts.Node, path: string) => Objection | null;

/** Finds words and forms the house does without. */
export function inspectVocabulary(root: string): Finding[] {
  return readSources(root).flatMap((source) => [...inspectText(source), ...inspectScript(source)]);
}

function inspectText({ path, text }: Source): Finding[] {
  const name = wordsIn(path).some((word) => emptyWords.test(word))
    ? [{ rule: "empty-name", file: path, message: "Name the file after what it does." }]
    : [];
  const lines = text.split("\n").flatMap((line, index) => {
    const message = "Do it, or write it where work is planned.";
    return promises.test(line) ? [{ rule: "no-promises", file: path, line: index + 1, message }] : [];
  });
  return [...name, ...lines];
}

function inspectScript(source: Source): Finding[] {
  const script = parseScript(source);
  const findings: Finding[] = [];
  if (script === null) return findings;
  walk(script, (node) => {
    for (const inspect of inspections) {
      const objection = inspect(node, source.path);
      if (objection !== null) findings.push({ ...objection, file: source.path, line: lineOf(node) });
    }
  });
  return findings;
}

const inspections: readonly Inspection[] = [emptyName, defaultExport, productClass, strayedSql, impureRule];

function emptyName(node: ts.Node): Objection | null {
  if (!ts.isIdentifier(node) || !declares(node.parent, node)) return null;
  const isEmpty = wordsIn(node.text).some((word) => emptyWords.test(word));
  return isEmpty ? { rule: "empty-name", message: `"${node.text}" says nothing; name it after what it does.` } : null;
}

/** Names given here. What a package calls its members and options is not ours to choose. */
function declares(parent: ts.Node, name: ts.Identifier): boolean {
  const isForeign =
    ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isJsxAttribute(parent);
  return "name" in parent && parent.name === name && !isForeign;
}

function defaultExport(node: ts.Node, path: string): Objection | null {
  const isDefault = ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword;
  if (!isDefault || ts.isDefaultClause(node.parent) || path.endsWith(".config.ts")) return null;
  return { rule: "no-default-export", message: "Export it by name." };
}

function productClass(node: ts.Node): Objection | null {
  if (!ts.isClassLike(node)) return null;
  const extendsError = node.heritageClauses?.some((clause) => /^extends \w*Error\b/.test(clause.getText()));
  return extendsError
    ? null
    : { rule: "no-class", message: "Write a factory, createX(world); only errors are classes." };
}

function strayedSql(node: ts.Node, path: string): Objection | null {
  if (mayHoldSql.test(path) || isTest(path)) return null;
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return null;
  const text = ts.isStringLiteralLike(node) ? node.text : node.getText().slice(1);
  return sqlVerb.test(text) && sqlShape.test(text)
    ? { rule: "sql-in-its-place", message: "SQL lives in *.sql.ts and .sql." }
    : null;
}

function impureRule(node: ts.Node, path: string): Objection | null {
  if (!/^server\/.+\/rules[^/]*[.]ts$/.test(path) || isTest(path)) return null;
  return ts.isAwaitExpression(node) || asksTheWorld(node)
    ? { rule: "rules-are-pure", message: "Rules decide from what they are given: no await, no clock." }
    : null;
}

const worldly = /^(performance|process|globalThis|crypto|fetch|setTimeout|setInterval|setImmediate|queueMicrotask)$/;

/** Names that answer differently each time, however they are used. A date made from a moment that is given does not. */
function asksTheWorld(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (isMember || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return false;
  if (node.text === "Math") return ts.isPropertyAccessExpression(parent) && parent.name.text === "random";
  if (node.text !== "Date") return worldly.test(node.text);
  if (ts.isNewExpression(parent)) return !parent.arguments?.length;
  const isReckoning = ts.isPropertyAccessExpression(parent) && /^(parse|UTC)$/.test(parent.name.text);
  return !isReckoning && !ts.isTypeReferenceNode(parent);
}

function wordsIn(name: string): string[] {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").split(/[^A-Za-z0-9]+/);
}
