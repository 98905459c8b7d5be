import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Keeps both ends of a connection, and ends them together. */
function pair(open: Set<Socket>, client: Socket, upstream: Socket): void {
  for (const socket of [client, upstream]) {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      open.delete(socket);
      client.destroy();
      upstream.destroy();
    });
  }
}

/**
 * A TCP proxy that lets requests through and, while `dropping`, cuts the client off the moment the answer comes back:
 * the effect has happened, and the one who pressed does not know.
 */
export async function startDroppingProxy(target: string) {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let dropping = true;
  let dropped = 0;

  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    pair(open, client, upstream);
    client.on("data", (chunk) => upstream.write(chunk));
    upstream.on("data", (chunk) => {
      if (!dropping) {
        client.write(chunk);
        return;
      }
      dropped += 1;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dropped: () => dropped,
    letThrough(): void {
      dropping = false;
    },
    close(): void {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
