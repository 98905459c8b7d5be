import { createHash } from "node:crypto";

/** Mail to somebody of the demo goes nowhere: `.example` is nobody's (RFC 2606). demo-book.sql.ts does the same. */
export function demoAddressOf(subject: string): string {
  return `demo-${createHash("sha256").update(subject).digest("hex").slice(0, 16)}@popline.example`;
}
