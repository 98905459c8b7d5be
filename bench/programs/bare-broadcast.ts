import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answerCalls } from "../../load/processes/calls.ts";

/** The least a broadcast can be: one text to every socket there is. */
export type BareBroadcastCalls = ReturnType<typeof callsOf>;

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", backlog: 16_384, perMessageDeflate: false });
await new Promise((resolve) => server.once("listening", resolve));

function broadcast(text: string): void {
  const frame = Buffer.from(text);
  for (const client of server.clients) client.send(frame, { binary: false });
}

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broadcast,
    /** So many texts one after the other, with a turn of the event loop between them, as they would come in. */
    async broadcastMany({ text, count }: { text: string; count: number }): Promise<void> {
      for (let sent = 0; sent < count; sent += 1) {
        broadcast(text);
        await new Promise(setImmediate);
      }
    },
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
