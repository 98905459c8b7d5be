import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/**
 * `open`: all passes. `cut`: connections break, and new ones too. `mute`: nothing passes and nobody is told, until it
 * is open again, as behind a network that lost its way. `answers-lost`: what is asked for passes, and the moment the
 * answer comes back the one who asked is cut off: the effect has happened, and they do not know.
 */
export type Way = "open" | "cut" | "mute" | "answers-lost";

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

const endsOf = ({ client, upstream }: Pair) => [client, upstream];

/** A TCP proxy before `target` that can be told to fail; `url` is the target's but for its host and port. */
export async function createFaultyProxy(target: string, host = "127.0.0.1") {
  const { hostname, port } = new URL(target);
  const pairs = new Set<Pair>();
  let way: Way = "open";
  let lost = 0;

  function takeAnswer({ client }: Pair, chunk: Buffer): void {
    if (way !== "answers-lost") return void client.write(chunk);
    lost += 1;
    client.destroy();
  }
  const server = createServer((client) => {
    if (way === "cut") return void client.destroy();
    const pair = { client, upstream: connect(Number(port), hostname) };
    pairs.add(pair);
    client.on("data", (chunk) => pair.upstream.write(chunk));
    pair.upstream.on("data", (chunk) => takeAnswer(pair, chunk));
    for (const end of endsOf(pair)) {
      end.on("error", () => undefined);
      end.on("close", () => {
        pairs.delete(pair);
        for (const each of endsOf(pair)) each.destroy();
      });
      if (way === "mute") end.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const url = new URL(target);
  url.host = `${host}:${(server.address() as AddressInfo).port}`;
  const allEnds = () => [...pairs].flatMap(endsOf);

  return {
    url: url.href,
    /** How many connections lost their answer. */
    lost: () => lost,
    go(next: Way): void {
      way = next;
      for (const end of allEnds()) {
        if (next === "cut") end.destroy();
        else if (next === "mute") end.pause();
        else end.resume();
      }
    },
    close(): void {
      for (const end of allEnds()) end.destroy();
      server.close();
    },
  };
}
