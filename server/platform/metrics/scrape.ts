import { createServer } from "node:http";

interface Door {
  readonly host: string;
  readonly port: number;
  readonly text: () => Promise<string>;
}

/**
 * `GET /metrics` on an address of its own, so that nothing that leads to the product leads to it (decision 0060).
 * Resolves when it listens.
 */
export async function serveMetrics({ host, port, text }: Door) {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(body),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
