import { Agent, createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

interface Target {
  readonly hostname: string;
  readonly port: number;
  readonly agent: Agent;
  /** WebSockets that it has now. */
  sockets: number;
}

const targetOf = (url: string): Target => {
  const { hostname, port } = new URL(url);
  return { hostname, port: Number(port), agent: new Agent({ keepAlive: true }), sockets: 0 };
};

/** The request as it came, for a connection that becomes a socket of its own. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const fields = rawHeaders.flatMap((text, at) => (at % 2 === 0 ? [`${text}: ${rawHeaders[at + 1]}`] : []));
  return [`${method} ${url} HTTP/${httpVersion}`, ...fields, "", ""].join("\r\n");
}

function pair(one: Duplex, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const end of [one, other]) {
    end.on("error", () => undefined);
    end.on("close", () => {
      one.destroy();
      other.destroy();
    });
  }
}

/**
 * One address in front of several servers: each request, and each WebSocket, goes to the next of them, also on one
 * connection. Where a server breaks off, so does the proxy, and whoever asked asks again.
 */
export async function startRoundRobin(urls: readonly string[]) {
  const targets = urls.map(targetOf);
  let turn = 0;
  const next = () => targets[turn++ % targets.length] as Target;

  const server = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const forwarded = request({ ...next(), method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode as number, reply.rawHeaders);
      reply.pipe(answer);
      reply.on("error", () => answer.destroy());
    });
    forwarded.on("error", () => answer.destroy());
    asked.pipe(forwarded);
  });
  server.on("upgrade", (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    const target = next();
    const upstream = connect(target.port, target.hostname, () => upstream.write(headOf(asked)) && upstream.write(head));
    target.sockets += 1;
    upstream.on("close", () => {
      target.sockets -= 1;
    });
    pair(socket, upstream);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How many WebSockets each server has through it. */
    sockets: () => targets.map(({ sockets }) => sockets),
    async close(): Promise<void> {
      for (const { agent } of targets) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
