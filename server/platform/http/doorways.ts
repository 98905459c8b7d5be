import { type SendHandle, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Connections that may wait to be taken in; the system may allow fewer. */
export const connectionBacklog = 16_384;
/** Connections that one turn of the event loop takes in. */
export const takenInATurn = 16;

/** Another process has the listening socket, without listening, as long as it takes to send it back. */
const sendBack = `process.on("message", (count, handle) => {
  for (let copy = 1; copy <= count; copy += 1) process.send(copy, handle);
});`;

interface Copying {
  /** Left out, Node. */
  readonly program?: string;
  /** Copies that have not come by then do not come any more; a stop waits for them. */
  readonly withinMs?: number;
}

/** Calls `take` with each copy of what a server listens by; done when no more will come. */
async function copyHandle(
  server: Server,
  take: (copy: SendHandle) => void,
  { program = process.execPath, withinMs = 10_000 }: Copying,
): Promise<void> {
  const { _handle } = server as unknown as { _handle: SendHandle };
  const bounds = { timeout: withinMs, killSignal: "SIGKILL" } as const;
  const copier = spawn(program, ["-e", sendBack], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {},
    ...bounds,
  });
  let missing = takenInATurn - 1;
  copier.on("message", (_, handle) => {
    if (handle) take(handle as SendHandle);
    missing -= 1;
    if (missing === 0) copier.disconnect();
  });
  // Without a channel it could not be started, of which an error tells.
  copier.send?.(missing, _handle, () => undefined);
  const [code, signal] = await once(copier, "exit");
  if (missing > 0) throw new Error(`what copies the listening socket ended with ${code ?? signal}`);
}

/** One more connection than may be open is ended at once. */
function boundConnections(server: Server, most: number): void {
  let open = 0;
  server.prependListener("connection", (socket: Socket) => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
    });
    if (open > most) socket.destroy();
  });
}

/**
 * Takes in up to 16 connections in a turn of the event loop, and `most` in all. By itself Node takes in one in a turn
 * for each listening socket, which under load is 10 to 20 a second (decision 0043). So there are copies of the socket
 * once the server listens: Node makes some only by way of another process. Without them all goes on as before.
 */
export function widenDoorway(app: FastifyInstance, most: number, copying: Copying = {}): void {
  const { server } = app;
  const doorways: Server[] = [];
  let wide: Promise<void> = Promise.resolve();
  const narrow = (error: unknown) => void app.log.warn(error, "connections are taken in one at a time");

  function addDoorway(handle: SendHandle): void {
    // As http.Server makes its own.
    const doorway = createServer({ allowHalfOpen: true, noDelay: true });
    doorway.on("connection", (socket) => server.emit("connection", socket));
    doorway.on("error", narrow);
    doorway.listen(handle, connectionBacklog);
    doorways.push(doorway);
  }

  boundConnections(server, most);
  server.once("listening", () => {
    wide = copyHandle(server, addDoorway, copying).catch(narrow);
  });
  // A copy that is still on its way would keep the address open.
  app.addHook("preClose", () => wide);
  const closeItself = server.close.bind(server);
  // Closed is only who has nothing under way at any doorway.
  server.close = (done) => {
    const closes = [closeItself, ...doorways.map((doorway) => doorway.close.bind(doorway))];
    const ends = closes.map((close) => new Promise<Error | undefined>((resolve) => close(resolve)));
    void Promise.all(ends).then(([error]) => done?.(error));
    return server;
  };
}
