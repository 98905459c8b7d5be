import type { AddressInfo } from "node:net";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify from "fastify";
import { Redis } from "ioredis";
import { Type } from "typebox";
import { answerCalls } from "../../load/processes/calls.ts";
import { createAskForPlace } from "../source/ask-for-place.ts";
import { createGate } from "../source/gate.ts";
import { startPubSub } from "../source/pub-sub.ts";
import { createSourceRows } from "../source/rows.ts";
import { readOutcome, startScheduler } from "../source/scheduler.ts";

export type SourceServerCalls = ReturnType<typeof callsOf>;

const { REDIS_URL = "", DATABASE_URL = "", REQUESTS_AT_ONCE = "", PROCESSING, PHASE_MS } = process.env;
const redis = new Redis(REDIS_URL);
const rows = createSourceRows(DATABASE_URL);
const gate = createGate(Number(REQUESTS_AT_ONCE));
const processing =
  PROCESSING === "scheduler"
    ? startScheduler({ redis, rows, phaseMs: Number(PHASE_MS) })
    : await startPubSub({ redis, redisUrl: REDIS_URL, rows });
const askForPlace = createAskForPlace({ redis, rows, processing });

// D11: no session; who asks is what the body says. The same HTTP stack as ours, so that the algorithms are compared.
const app = fastify().withTypeProvider<TypeBoxTypeProvider>();
const request = Type.Object({
  storeId: Type.Integer(),
  date: Type.String(),
  timeSlot: Type.String(),
  memberId: Type.String(),
});
const told = Type.Object({ message: Type.String() });
const response = { 200: told, 202: told };
app.post("/reservation/enter", { schema: { body: request, response } }, async ({ body }, reply) => {
  const { memberId, ...slot } = body;
  const { status, message } = await gate(() => askForPlace(slot, memberId));
  return reply.code(status).send({ message });
});
app.get("/reservation/outcome", { schema: { querystring: request, response } }, async ({ query }, reply) => {
  const { memberId, ...slot } = query;
  const { status, message } = await gate(() => readOutcome(redis, slot, memberId));
  return reply.code(status).send({ message });
});
await app.listen({ port: 0, host: "127.0.0.1", backlog: 16_384 });

function callsOf() {
  return {
    url: (_: null): string => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    progress: (_: null) => processing.progress(),
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
