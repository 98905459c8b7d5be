import type { AddressInfo } from "node:net";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify from "fastify";
import { Redis } from "ioredis";
import { Type } from "typebox";
import { answerCalls } from "../../load/processes/calls.ts";
import { createAskForPlace } from "../source/ask-for-place.ts";
import { createGate } from "../source/gate.ts";
import { createHandleMessage } from "../source/handle-message.ts";
import { channel } from "../source/names.ts";
import { createSourceRows } from "../source/rows.ts";

/** How far a server is; the channel is drained when every server has heard and handled all that was published. */
export interface Progress {
  readonly published: number;
  readonly heard: number;
  readonly handled: number;
}

export type SourceServerCalls = ReturnType<typeof callsOf>;

const { REDIS_URL = "", DATABASE_URL = "", REQUESTS_AT_ONCE = "" } = process.env;
const progress = { published: 0, heard: 0, handled: 0 };
const redis = new Redis(REDIS_URL);
const subscriber = new Redis(REDIS_URL);
const rows = createSourceRows(DATABASE_URL);
const gate = createGate(Number(REQUESTS_AT_ONCE));

function published(): void {
  progress.published += 1;
}

const askForPlace = createAskForPlace({ redis, rows, published });
const handleMessage = createHandleMessage(redis, rows);

subscriber.on("message", (_, message) => {
  progress.heard += 1;
  void handleMessage(message).finally(() => {
    progress.handled += 1;
  });
});
await subscriber.subscribe(channel);

// D11: no session; who asks is what the body says. The same HTTP stack as ours, so that the algorithms are compared.
const app = fastify().withTypeProvider<TypeBoxTypeProvider>();
const body = Type.Object({
  storeId: Type.Integer(),
  date: Type.String(),
  timeSlot: Type.String(),
  memberId: Type.String(),
});
const schema = { body, response: { 200: Type.Object({ message: Type.String() }) } };
app.post("/reservation/enter", { schema }, async ({ body: { memberId, ...slot } }) => ({
  message: await gate(() => askForPlace(slot, memberId)),
}));
await app.listen({ port: 0, host: "127.0.0.1", backlog: 16_384 });

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    progress: (_: null): Progress => ({ ...progress }),
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
