import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";

const nameOf = (token: string) => `popline-${token}.sock`;
/** A socket's path may have a hundred letters only: the folder is named by what we hold of it where that works. */
const addressOf = (folder: string, fd: number, token: string) =>
  process.platform === "linux" ? `/proc/self/fd/${fd}/${nameOf(token)}` : join(folder, nameOf(token));

/**
 * A socket in the folder that answers for as long as this process lives, however busy it is, and wherever the folder
 * is seen: process ids mean nothing in another container. Where no socket can be, there is none. Answers what takes it
 * away.
 */
export async function standBy(folder: string, token: string): Promise<() => Promise<void>> {
  const held = await open(folder, "r");
  const server = createServer((caller) => caller.destroy());
  server.on("error", () => undefined);
  server.listen(addressOf(folder, held.fd, token));
  await once(server, "listening").catch(() => undefined);
  server.unref();
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    await held.close();
    await forget(folder, token);
  };
}

/** What a killed process left. */
export const forget = (folder: string, token: string): Promise<void> =>
  rm(join(folder, nameOf(token)), { force: true });

/** Whether whoever stood by with this token still does. Only a refusal says no: one that is too busy is there. */
export async function answers(folder: string, token: string): Promise<boolean> {
  const held = await open(folder, "r");
  const caller = connect(addressOf(folder, held.fd, token));
  try {
    await once(caller, "connect");
    return true;
  } catch (error) {
    return !["ECONNREFUSED", "ENOENT"].includes(String((error as NodeJS.ErrnoException).code));
  } finally {
    caller.destroy();
    await held.close();
  }
}
