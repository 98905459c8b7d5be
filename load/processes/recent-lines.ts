import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const lineLimit = 200;

/** What a child process said last, at most 200 lines, for the message when it fails. */
export type RecentLines = { text(): string; find(pattern: RegExp): RegExpExecArray | null };

/** Listens to both outputs of a child; a child nobody listens to stops when its pipe is full. */
export function keepRecentLines(child: ChildProcess): RecentLines {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > lineLimit) lines.shift();
    });
  }
  return {
    text: () => lines.join("\n"),
    find: (pattern) => lines.map((line) => pattern.exec(line)).find((match) => match !== null) ?? null,
  };
}
