import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCalls } from "../../load/processes/calls.ts";

/** The least node:http can do: read a request to its end and answer given bytes. */
export interface FixedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type BareServerCalls = ReturnType<typeof callsOf>;

let fixed: FixedAnswer = { status: 204, headers: {}, body: "" };

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(fixed.status, fixed.headers);
    response.end(fixed.body);
  });
});
server.keepAliveTimeout = 72_000;
server.listen({ port: 0, host: "127.0.0.1", backlog: 16_384 });
await once(server, "listening");

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith(answer: FixedAnswer): void {
      fixed = answer;
    },
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
