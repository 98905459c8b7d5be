import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

const attempts = 50;
const [lowest, ports, parts] = [20_000, 1_500, 8];
/** A port is free until whoever asked for it listens, so none is given twice. */
const given = new Set<number>();

/**
 * A port nobody listens on, below the range from which systems take the near end of outgoing connections:
 * it is still free when a killed server comes back to it. Each worker of a run draws from a part of its own.
 */
export async function freePort(): Promise<number> {
  const first = lowest + ports * (Number(process.env.VITEST_POOL_ID ?? 0) % parts);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = first + randomInt(ports);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port after ${attempts} attempts`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
