import type { Finding } from "./finding.ts";
import { functionLines } from "./function-sizes.ts";
import type { Source } from "./sources.ts";

const named = 'create\\s+(?:or\\s+replace\\s+)?(?:function|procedure)\\s+([\\w."]+)';
const nameless = "do\\s+(?=(?:language\\s+\\w+\\s+)?\\$)";
const heads = new RegExp(`^[ \\t]*(?:${named}|${nameless})`, "gim");
/** What follows a head, up to the end of a body in dollar quotes; the head itself holds no statement. */
const quotedBody = /^[^$;]*(\$\w*\$)([\s\S]*?)\1/;

/**
 * Finds SQL functions with a body of more than 40 lines. Their heads and the names they declare are not counted: SQL
 * wants a line for what stands elsewhere where it is first used. A body that cannot be told from its head is refused.
 */
export function inspectSqlFunctionSizes({ path, text }: Source): Finding[] {
  if (!path.endsWith(".sql")) return [];
  return [...text.matchAll(heads)].flatMap((head) => {
    const [start, name = "a do block"] = head;
    const body = quotedBody.exec(text.slice(head.index + start.length))?.[2];
    const lines = body === undefined ? 0 : bodyLines(body);
    if (body !== undefined && lines <= functionLines) return [];
    const message =
      body === undefined
        ? `${name} has no body in dollar quotes, so that nobody can measure it`
        : `${name} has ${lines} lines, ${functionLines} at most`;
    return [{ rule: "function-size", file: path, line: text.slice(0, head.index).split("\n").length, message }];
  });
}

function bodyLines(body: string): number {
  const lines = body.trim().split("\n");
  const begin = /^declare\b/i.test(body.trim()) ? lines.findIndex((line) => /^\s*begin\s*$/i.test(line)) : 0;
  return lines.length - Math.max(0, begin);
}
