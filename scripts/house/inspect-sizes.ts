import ts from "typescript";
import type { Finding } from "./finding.ts";
import { inspectFunctionSizes } from "./function-sizes.ts";
import { isTest, lineOf, parseScript, readSources, type Source, walk } from "./sources.ts";
import { inspectSqlFunctionSizes } from "./sql-function-sizes.ts";

const fileLines = 250;
const testFileLines = 350;
const lineWidth = 120;
const portMethods = 7;

/** Finds files, lines, functions and ports that outgrew one idea. */
export function inspectSizes(root: string): Finding[] {
  return readSources(root).flatMap((source) => {
    const script = parseScript(source);
    const inside =
      script === null ? [] : [...inspectFunctionSizes(script, source.path), ...inspectPorts(script, source)];
    return [...inspectLines(source), ...inspectSqlFunctionSizes(source), ...inside];
  });
}

function inspectLines({ path, text }: Source): Finding[] {
  const lines = text.trimEnd().split("\n");
  const limit = isTest(path) ? testFileLines : fileLines;
  const tooLong = { rule: "file-size", file: path, message: `${lines.length} lines, ${limit} at most` };
  const tooWide = lines.flatMap((line, index) => {
    const message = `${line.length} characters, ${lineWidth} at most`;
    return line.length > lineWidth ? [{ rule: "line-width", file: path, line: index + 1, message }] : [];
  });
  return lines.length > limit ? [tooLong, ...tooWide] : tooWide;
}

function inspectPorts(script: ts.SourceFile, { path }: Source): Finding[] {
  if (!/\/ports[^/]*[.]ts$/.test(path)) return [];
  const findings: Finding[] = [];
  walk(script, (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.members.length <= portMethods) return;
    const message = `${node.name.text} has ${node.members.length} methods, ${portMethods} at most`;
    findings.push({ rule: "port-size", file: path, line: lineOf(node), message });
  });
  return findings;
}
