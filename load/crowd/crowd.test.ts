import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createCrowd } from "./crowd.ts";

const visitor = { id: "1", cookie: "popline=1" };
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

type Answer = (response: ServerResponse) => unknown;
const says =
  (status: number, body: object, retryAfter?: number): Answer =>
  (response) => {
    if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
const limited = says(429, { type: "/problems/too-many-requests" }, 1);
const busy = says(503, { type: "/problems/busy" });
const broken: Answer = (response) => response.destroy();

/** A crowd before a server that answers one press after another so, the last again and again. */
async function crowdBefore(...answers: readonly Answer[]) {
  const heard: { key: unknown; at: number }[] = [];
  const server = createServer((request, response) => {
    heard.push({ key: request.headers["idempotency-key"], at: performance.now() });
    (answers[heard.length - 1] ?? answers.at(-1))?.(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const crowd = createCrowd([`http://127.0.0.1:${(server.address() as AddressInfo).port}`], 1);
  ends.push(() => {
    crowd.close();
    server.closeAllConnections();
    server.close();
  });
  return { crowd, heard };
}

test("a press that is told to come again does so, by the same key and not before the time that was named", async () => {
  const { crowd, heard } = await crowdBefore(limited, busy, broken, says(201, { ticket: 1, state: "waitlisted" }));
  expect(await crowd.joinUntilAnswered("7", { visitor })).toMatchObject({ status: 201 });
  const [first, second] = heard;
  expect(heard).toHaveLength(4);
  expect(new Set(heard.map(({ key }) => key)).size).toBe(1);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_000);
  const told = crowd.events.map(({ answer }) => (answer === "lost" ? answer : answer.status));
  expect(told).toEqual([429, 503, "lost", 201]);
});

test("a refusal is an answer, and is not asked for again", async () => {
  const { crowd, heard } = await crowdBefore(says(409, { type: "/problems/line-full" }));
  expect(await crowd.joinUntilAnswered("7", { visitor })).toMatchObject({ status: 409 });
  expect(heard).toHaveLength(1);
});

test("repeating has an end, and the last word is told; null when there was none", async () => {
  const full = await crowdBefore(limited);
  expect(await full.crowd.joinUntilAnswered("7", { visitor, mostTries: 2 })).toMatchObject({ status: 429 });
  expect(full.heard).toHaveLength(2);
  const away = await crowdBefore(broken);
  expect(await away.crowd.joinUntilAnswered("7", { visitor, mostTries: 2 })).toBeNull();
});
