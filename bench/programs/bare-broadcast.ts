import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answerCalls } from "./calls.ts";

/** The least a broadcast can be: one text to every socket there is. */
export type BareBroadcastCalls = ReturnType<typeof callsOf>;

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", backlog: 16_384, perMessageDeflate: false });
await new Promise((resolve) => server.once("listening", resolve));

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broadcast(text: string): void {
      const frame = Buffer.from(text);
      for (const client of server.clients) client.send(frame, { binary: false });
    },
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
