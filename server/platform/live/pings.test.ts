import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { openLiveClient } from "../../../test/services/live-client.ts";
import { jisu, serveNews } from "../../../test/services/news-live.ts";

/** A server that asks whether everybody is there when a test says so: one that waits for no pong is on no clock. */
async function servePings(changes: Parameters<typeof serveNews>[0]) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const pingEveryMs = 1_000;
  const place = await serveNews({ ...changes, pingEveryMs });
  const ping = () => vi.advanceTimersByTime(pingEveryMs);
  /** These have said that they are there: what they say after their pong has been answered, too. */
  async function pong(clients: readonly Awaited<ReturnType<typeof openLiveClient>>[]): Promise<void> {
    const asked = clients.map(({ socket }) => once(socket, "ping"));
    ping();
    await Promise.all(asked);
    for (const { heard, say } of clients) {
      const before = heard.length;
      say({ follow: "news:closed" });
      await waitUntil(() => heard.length > before, { what: "what came after the pong is answered" });
    }
  }
  return { ...place, ping, pong };
}

test("a session that ended since closes its socket, and so does silence", async () => {
  let isKnown = true;
  const { url, ping, pong } = await servePings({ whoIs: async () => (isKnown ? jisu : null) });
  const client = await openLiveClient(url, { cookie: "popline=mine" });
  const visitor = await openLiveClient(url);
  const asleep = await openLiveClient(url, { isAwake: false });
  await pong([client, visitor]);
  expect(asleep.closedWith()).toBeNull();
  await pong([client, visitor]);
  await waitUntil(() => asleep.closedWith() !== null, { what: "the silent one is dropped" });
  expect(client.closedWith()).toBeNull();
  isKnown = false;
  ping();
  await waitUntil(() => client.closedWith() === 4401, { what: "the socket of the ended session is closed" });
  expect(visitor.closedWith()).toBeNull();
  visitor.close();
});

test("a database in trouble is no reason to send anybody away", async () => {
  let asked = 0;
  const whoIs = () => {
    asked += 1;
    return Promise.reject(new Error("the database is away"));
  };
  const { url, followers, pong } = await servePings({ whoIs });
  const client = await openLiveClient(url, { cookie: "popline=mine" });
  for (let times = 0; times < 2; times += 1) await pong([client]);
  expect(asked).toBe(3);
  expect(client.closedWith()).toBeNull();
  client.say({ follow: "news:1" });
  await waitUntil(() => followers.size === 1, { what: "it is heard still" });
  client.close();
});
