import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ProblemName } from "../../../shared/problems.ts";
import { nothingPolicy, strictTransport } from "./answer-headers.ts";
import { problemDetails } from "./problems.ts";

const problemOfCode: Readonly<Record<string, ProblemName>> = {
  HPE_HEADER_OVERFLOW: "headers-too-large",
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
};

/**
 * A request that Node cannot read never becomes one of ours: broken or oversize headers, garbage, one that never ends.
 * It is answered on the bare socket, as a problem like any other, and the connection ends.
 */
export function createUnreadableAnswer(secure: boolean) {
  const headers = [
    "content-type: application/problem+json",
    "content-language: ko",
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    `content-security-policy: ${nothingPolicy}`,
    ...(secure ? [`strict-transport-security: ${strictTransport}`] : []),
    "connection: close",
  ].join("\r\n");

  return ({ code }: NodeJS.ErrnoException, socket: Socket): void => {
    if (code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const details = problemDetails({ problem: problemOfCode[code ?? ""] ?? "bad-request" }, "ko");
    const body = JSON.stringify(details);
    const status = `HTTP/1.1 ${details.status} ${STATUS_CODES[details.status]}`;
    const length = `content-length: ${Buffer.byteLength(body)}`;
    socket.end([status, headers, length, "", body].join("\r\n"), () => socket.destroy());
  };
}
