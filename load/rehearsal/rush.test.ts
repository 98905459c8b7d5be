import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createCrowd } from "../crowd/crowd.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { type Answered, rush } from "./rush.ts";

const visitors = ["1", "2", "3"].map((id) => ({ id, cookie: `popline=${id}` }));
const nobodyUntidy = { doubleTaps: 0, drops: 0 };
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Gives everybody a place but the third, who is kept without an answer until `letGo`. */
async function openDoor() {
  const kept: ServerResponse[] = [];
  let isOpen = false;
  const answer = (response: ServerResponse) =>
    response
      .writeHead(201, { "content-type": "application/json" })
      .end(JSON.stringify({ ticket: 1, state: "waitlisted" }));
  const server = createServer((request, response) => {
    if (request.headers.cookie === "popline=3" && !isOpen) kept.push(response);
    else answer(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const crowd = createCrowd([`http://127.0.0.1:${(server.address() as AddressInfo).port}`], 10);
  ends.push(() => {
    crowd.close();
    server.closeAllConnections();
    server.close();
  });
  const letGo = () => {
    isOpen = true;
    for (const response of kept) answer(response);
  };
  return { crowd, kept, letGo };
}

test("whoever has a place is told of at once, while others still wait for their answer", async () => {
  const { crowd, kept, letGo } = await openDoor();
  const placed: string[] = [];
  const onPlace = ({ visitor }: Answered) => placed.push(visitor.id);
  const rushing = rush(crowd, visitors, { slotId: "7", shares: nobodyUntidy, onPlace });
  await waitUntil(() => placed.length === 2 && kept.length === 1, { what: "two have a place and one waits" });
  expect(placed.sort()).toEqual(["1", "2"]);
  letGo();
  await rushing;
  expect(placed).toHaveLength(3);
});

test("double taps are two keys, a drop is an answer that nobody saw and the same key again", async () => {
  const { crowd, letGo } = await openDoor();
  letGo();
  const keysOf = () => new Set(crowd.events.map(({ key }) => key)).size;
  const lost = () => crowd.events.filter(({ answer }) => answer === "lost").length;
  const onPlace = () => undefined;
  await rush(crowd, visitors, { slotId: "7", shares: { doubleTaps: 1, drops: 0 }, onPlace });
  expect([crowd.events.length, keysOf(), lost()]).toEqual([6, 6, 0]);
  crowd.events.length = 0;
  await rush(crowd, visitors, { slotId: "7", shares: { doubleTaps: 0, drops: 1 }, onPlace });
  expect([crowd.events.length, keysOf(), lost()]).toEqual([6, 3, 3]);
});
