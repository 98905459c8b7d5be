import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a stand-in for a service of AWS answers. An error has its name in a header, as AWS sends it. */
export interface AwsAnswer {
  readonly status: number;
  readonly error?: string;
  readonly body?: object;
  /** In its place, where a service speaks that. */
  readonly xml?: string;
  readonly retryAfterSeconds?: number;
}

type Answer = (request: IncomingMessage, body: Buffer) => Promise<AwsAnswer>;

function send(response: ServerResponse, { status, error, body = {}, xml, retryAfterSeconds }: AwsAnswer): void {
  response.setHeader("content-type", xml === undefined ? "application/json" : "text/xml");
  if (error !== undefined) response.setHeader("x-amzn-errortype", error);
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", retryAfterSeconds);
  response.writeHead(status);
  response.end(xml ?? JSON.stringify(body));
}

/** An HTTP server on loopback in this process that speaks AWS's REST with JSON. */
export async function startLoopback(answer: Answer) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const broken = (error: unknown) => ({
        status: 500,
        error: "InternalServerException",
        body: { error: `${error}` },
      });
      void answer(request, Buffer.concat(chunks))
        .catch(broken)
        .then((what) => send(response, what));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
