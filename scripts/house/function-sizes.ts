import ts from "typescript";
import type { Finding } from "./finding.ts";
import { isTest, lastLineOf, lineOf } from "./sources.ts";

/** Also of SQL functions. */
export const functionLines = 40;
const componentLines = 80;

type FunctionWithBody = ts.FunctionLikeDeclaration & { body: ts.ConciseBody };

/**
 * Finds functions of more than 40 lines, or 80 for a React component, whose length is mostly markup.
 * A function that only holds others (a factory, a list of routes, a conformance suite) is measured without them.
 */
export function inspectFunctionSizes(script: ts.SourceFile, path: string): Finding[] {
  return functionsBelow(script).flatMap((node) => {
    const name = nameOf(node);
    const lines = isHolder(node, name, path) ? ownLines(node) : allLines(node);
    const isComponent = path.startsWith("web/") && path.endsWith(".tsx") && /^[A-Z]/.test(name);
    const limit = isComponent ? componentLines : functionLines;
    const message = `${name} has ${lines} lines, ${limit} at most`;
    return lines > limit && !isDescribe(node, path)
      ? [{ rule: "function-size", file: path, line: lineOf(node), message }]
      : [];
  });
}

function functionsBelow(script: ts.SourceFile): FunctionWithBody[] {
  const outermost = directFunctionsOf(script);
  return outermost.flatMap(function withNested(node): FunctionWithBody[] {
    return [node, ...directFunctionsOf(node).flatMap(withNested)];
  });
}

/** The functions inside a node that are not inside another function of it. */
function directFunctionsOf(node: ts.Node): FunctionWithBody[] {
  const found: FunctionWithBody[] = [];
  ts.forEachChild(node, function look(child): void {
    if (hasBody(child)) found.push(child);
    else ts.forEachChild(child, look);
  });
  return found;
}

function hasBody(node: ts.Node): node is FunctionWithBody {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function nameOf(node: FunctionWithBody): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  const isNamed = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isNamed ? parent.name.getText() : "a function";
}

function isHolder(node: FunctionWithBody, name: string, path: string): boolean {
  const isList = /([/-](routes|live)|[.]conformance)[.]ts$/.test(path) && ts.isSourceFile(node.parent);
  return isList || /^create[A-Z]/.test(name);
}

function isDescribe(node: FunctionWithBody, path: string): boolean {
  return isTest(path) && ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function allLines(node: ts.Node): number {
  return lastLineOf(node) - lineOf(node) + 1;
}

/** Counts a nested function, with the comment above it, as the one line that names it. */
function ownLines(node: FunctionWithBody): number {
  const nested = directFunctionsOf(node).map((inner) => {
    if (!ts.isFunctionDeclaration(inner)) return allLines(inner.body) - 1;
    return node.getSourceFile().text.slice(inner.getFullStart(), inner.getEnd()).trimStart().split("\n").length - 1;
  });
  return allLines(node) - nested.reduce((sum, lines) => sum + lines, 0);
}
