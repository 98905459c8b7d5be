import { expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { openLiveClient } from "../../../test/services/live-client.ts";
import { serveNews } from "../../../test/services/news-live.ts";
import { realClock } from "../clock.ts";
import type { Follower } from "./live.ts";

const stoodStill = { ...realClock, now: () => 0 };

test("P5: a message to many gives way to other work after each 500", async () => {
  const { live } = await serveNews();
  let sent = 0;
  const follower = () => ({ sendFrame: () => (sent += 1) }) as unknown as Follower;
  const many = new Set(Array.from({ length: 1_200 }, follower));
  const seenByOthers: number[] = [];
  const look = () => {
    seenByOthers.push(sent);
    if (sent < many.size) setImmediate(look);
  };
  setImmediate(look);
  await live.deliver([{ followers: many, messages: [{ news: "x" }] }]);
  expect(sent).toBe(many.size);
  expect(seenByOthers.slice(0, 2)).toEqual([500, 1_000]);
});

test("P5: whoever several messages are for is written to once, and hears each whole and in order", async () => {
  const { url, live, followers } = await serveNews();
  const [both, one] = [await openLiveClient(url), await openLiveClient(url)];
  both.say({ follow: "news:1" });
  await waitUntil(() => followers.size === 1, { what: "the first follows" });
  const first = new Set(followers);
  one.say({ follow: "news:1" });
  await waitUntil(() => followers.size === 2, { what: "both follow" });
  const pieces: number[] = [];
  const silent = { sendFrame: (frame: Buffer) => pieces.push(frame.length) } as unknown as Follower;
  const parts = [
    { followers: new Set([...first, silent]), messages: [{ news: "일" }] },
    { followers: new Set([...followers, silent]), messages: [{ news: "이" }, { news: "삼" }] },
  ];
  expect(await live.deliver(parts)).toBe(3);
  await waitUntil(() => both.heard.length === 3 && one.heard.length === 2, { what: "all is heard" });
  expect(both.heard).toEqual([{ news: "일" }, { news: "이" }, { news: "삼" }]);
  expect(one.heard).toEqual([{ news: "이" }, { news: "삼" }]);
  expect(pieces).toEqual([3 * (2 + Buffer.byteLength('{"news":"일"}'))]);
  for (const client of [both, one]) client.close();
});

test("D18: a page of another site gets no socket; ours does", async () => {
  const { url } = await serveNews();
  await expect(openLiveClient(url, { origin: "https://elsewhere.example" })).rejects.toThrow("403");
  const own = await openLiveClient(url, { origin: url });
  own.close();
});

test("what makes no sense is refused in the reader's language, and ten refusals close the socket", async () => {
  const { url, asked } = await serveNews();
  const client = await openLiveClient(url, { language: "en" });
  const garbage = ["", "{", "[]", "null", '{"follow":5}', '{"follow":"news:1","more":1}', '{"say":{"room":"1"}}'];
  for (const text of garbage) client.say(text);
  client.socket.send(Buffer.from([0, 159, 146, 150]));
  client.say({ unfollow: "news:1" });
  await waitUntil(() => client.heard.length === garbage.length + 1, { what: "each is refused" });
  expect(client.heard[0]?.error).toMatchObject({ type: "/problems/bad-request", status: 400 });
  expect(client.heard[0]?.error?.title).toMatch(/^[\x20-\x7e]+$/);
  expect(asked).toEqual([]);
  for (const topic of ["nothing:1", "news:closed", "news:closed"]) client.say({ follow: topic });
  await waitUntil(() => client.closedWith() === 1008, { what: "the socket is closed" });
});

test("a text of 1 MiB closes its socket and nobody else's", async () => {
  const { url, live } = await serveNews();
  const [loud, other] = [await openLiveClient(url), await openLiveClient(url)];
  loud.say("x".repeat(1024 * 1024));
  await waitUntil(() => loud.closedWith() === 1009, { what: "the loud one is closed" });
  await waitUntil(() => live.connections() === 1, { what: "it is forgotten" });
  expect(other.closedWith()).toBeNull();
  other.close();
});

test("what is sent to all is heard whole whatever its length, in order with what is sent to one", async () => {
  const { url, live, followers } = await serveNews();
  const client = await openLiveClient(url);
  client.say({ follow: "news:1" });
  await waitUntil(() => followers.size === 1, { what: "it follows" });
  const [follower] = followers;
  const bare = JSON.stringify({ news: "" }).length;
  const lengths = [11, 125, 126, 127, 65_535, 65_536].map((length) => Math.max(0, length - bare));
  for (const length of lengths) {
    const news = "가".repeat(length % 2) + "x".repeat(length - 3 * (length % 2));
    await live.deliver([{ followers, messages: [{ news }] }]);
    follower?.send(JSON.stringify({ own: length }));
  }
  await waitUntil(() => client.heard.length === 2 * lengths.length, { what: "all is heard" });
  const told = client.heard as { news?: string; own?: number }[];
  expect(told.map(({ news, own }) => own ?? Buffer.byteLength(news ?? ""))).toEqual(lengths.flatMap((n) => [n, n]));
  client.close();
});

test("a text of 4 KiB is heard, and one byte more closes the socket", async () => {
  const { url, asked } = await serveNews();
  const client = await openLiveClient(url);
  const largest = 4 * 1024;
  client.say(JSON.stringify({ follow: "news:1" }).padEnd(largest));
  await waitUntil(() => asked.length === 1, { what: "the largest text is heard" });
  expect(client.closedWith()).toBeNull();
  client.say(JSON.stringify({ follow: "news:2" }).padEnd(largest + 1));
  await waitUntil(() => client.closedWith() === 1009, { what: "the larger one closes it" });
  expect(asked).toEqual(["1"]);
});

test("a reader that never reads is dropped; one that reads stays", async () => {
  const { url, live, followers } = await serveNews();
  const [deaf, other] = [await openLiveClient(url), await openLiveClient(url)];
  for (const client of [deaf, other]) client.say({ follow: "news:1" });
  await waitUntil(() => followers.size === 2, { what: "both follow" });
  deaf.socket.pause();
  const bytes = 200_000;
  let sent = 0;
  await waitUntil(
    async () => {
      await live.deliver([{ followers, messages: [{ text: "x".repeat(bytes) }] }]);
      sent += 1;
      return followers.size === 1;
    },
    { what: "the one that does not read is dropped", timeoutMs: 60_000 },
  );
  // 256 KiB here, and what the kernel's own buffers on both sides of a connection hold, 10 MiB at most.
  expect(sent * bytes).toBeLessThan(16 * 1024 * 1024);
  await waitUntil(() => other.heard.length === sent, { what: "the other has read everything" });
  expect(live.connections()).toBe(1);
  other.close();
});

test("a socket follows at most 20 topics and is forgotten by all of them when it ends", async () => {
  const { url, followers, asked } = await serveNews();
  const client = await openLiveClient(url);
  for (let topic = 0; topic <= 20; topic += 1) client.say({ follow: `news:${topic}` });
  await client.until(({ error }) => error?.status === 429, "that it follows enough");
  expect(asked.length).toBe(20);
  client.close();
  await waitUntil(() => followers.size === 0, { what: "it is forgotten" });
});

test("what is let go of by its name is followed no longer, and may be followed again", async () => {
  const { url, followers, asked } = await serveNews();
  const client = await openLiveClient(url);
  client.say({ follow: "news:1" });
  await waitUntil(() => followers.size === 1, { what: "it follows" });
  client.say({ unfollow: "news:1" });
  await waitUntil(() => followers.size === 0, { what: "it is let go of" });
  client.say({ follow: "news:1" });
  await waitUntil(() => asked.length === 2, { what: "it follows anew" });
  expect(client.heard).toEqual([]);
  client.close();
});

test("one message says all that is followed: the rest is let go of, and what is refused is named", async () => {
  // Time that passes lets somebody say more: on a slow machine they were never too fast.
  const { url, followers, asked } = await serveNews({ clock: stoodStill });
  const client = await openLiveClient(url);
  const day = (from: number) => Array.from({ length: 18 }, (_, at) => `news:${from + at}`);
  for (let times = 0; times < 40; times += 1) client.say({ followOnly: day(times % 2) });
  client.say({ followOnly: [] });
  await client.until(({ error }) => error?.status === 429, "that it is too fast");
  // All forty days were heard, although each of them changes more topics than a second has messages.
  expect(client.heard).toHaveLength(1);
  expect(asked).toHaveLength(18 + 39);
  expect(followers.size).toBe(1);
  client.close();

  const other = await openLiveClient(url);
  other.say({ followOnly: ["news:1", "news:closed", "nothing:1"] });
  await waitUntil(() => other.heard.length === 2, { what: "both are refused" });
  expect(other.heard.map(({ error }) => error?.topic)).toEqual(["news:closed", "nothing:1"]);
  other.say({ followOnly: day(1).concat("news:30", "news:31", "news:32") });
  await other.until(({ error }) => error?.status === 400, "that they are too many");
  other.close();
});

test("a flood of messages is refused and closed", async () => {
  const { url } = await serveNews({ clock: stoodStill });
  const client = await openLiveClient(url);
  for (let at = 0; at < 60; at += 1) client.say({ [at % 2 ? "unfollow" : "follow"]: "news:1" });
  await client.until(({ error }) => error?.status === 429, "that it is too fast");
  await waitUntil(() => client.closedWith() === 1008, { what: "the socket is closed" });
});

test("40 messages at once and 5 a second after that are heard; one more is refused", async () => {
  let now = 0;
  const { url } = await serveNews({ clock: { ...realClock, now: () => now } });
  const client = await openLiveClient(url);
  const refusals = () => client.heard.filter(({ error }) => error?.status === 429).length;
  /** So many messages; the last asks for what is refused, so that an answer comes in any case. */
  async function say(times: number): Promise<void> {
    const before = client.heard.length;
    for (let at = 1; at < times; at += 1) client.say({ [at % 2 ? "follow" : "unfollow"]: "news:1" });
    client.say({ follow: "news:closed" });
    await waitUntil(() => client.heard.length > before, { what: "the last is answered" });
  }
  await say(40);
  expect(refusals()).toBe(0);
  await say(1);
  expect(refusals()).toBe(1);
  now += 1_000;
  await say(5);
  expect(refusals()).toBe(1);
  await say(1);
  expect(refusals()).toBe(2);
  client.close();
});

test("limits are a person's, not a socket's: another socket does not begin them anew", async () => {
  const { url } = await serveNews({ clock: stoodStill });
  const cookie = "popline=mine";
  const [first, second] = [await openLiveClient(url, { cookie }), await openLiveClient(url, { cookie })];
  for (let at = 0; at < 38; at += 1) first.say({ [at % 2 ? "unfollow" : "follow"]: "news:1" });
  first.say({ follow: "news:closed" });
  await first.until(({ error }) => error?.status === 404, "the last of its answers");
  for (let at = 0; at < 12; at += 1) second.say({ [at % 2 ? "unfollow" : "follow"]: "news:1" });
  await second.until(({ error }) => error?.status === 429, "that the person is too fast");
  for (const client of [first, second]) client.close();
});

test("who is not signed in shares what their network may say: another socket does not begin it anew", async () => {
  const { url } = await serveNews({ anonymous: { perSecond: 1, burst: 30, mostKeys: 10 }, clock: stoodStill });
  for (const heard of [20, 8, 0]) {
    const client = await openLiveClient(url);
    for (let at = 0; at < heard; at += 1) client.say({ [at % 2 ? "unfollow" : "follow"]: "news:1" });
    client.say({ follow: "news:closed" });
    await client.until(({ error }) => error?.status === (heard === 0 ? 429 : 404), "the last of its answers");
    expect(client.heard).toHaveLength(1);
    client.close();
  }
  const signedIn = await openLiveClient(url, { cookie: "popline=mine" });
  signedIn.say({ follow: "news:closed" });
  await signedIn.until(({ error }) => error?.status === 404, "that a person is not held for it");
  signedIn.close();
});

test("a person has at most 20 sockets, and another one once one of them is closed", async () => {
  const { url, live } = await serveNews();
  const cookie = "popline=mine";
  const mine = await Promise.all(Array.from({ length: 20 }, () => openLiveClient(url, { cookie })));
  await expect(openLiveClient(url, { cookie })).rejects.toThrow("429");
  (await openLiveClient(url)).close();
  mine[0]?.close();
  await waitUntil(() => live.connections() === 19, { what: "one is gone" });
  mine[0] = await openLiveClient(url, { cookie });
  for (const client of mine) client.close();
});

test("a network has so many sockets and no more, whoever opens them", async () => {
  const { url, live } = await serveNews({ mostOfNetwork: 3 });
  const open = await Promise.all([{}, {}, { cookie: "popline=mine" }].map((wish) => openLiveClient(url, wish)));
  await expect(openLiveClient(url)).rejects.toThrow("429");
  await expect(openLiveClient(url, { cookie: "popline=mine" })).rejects.toThrow("429");
  open[0]?.close();
  await waitUntil(() => live.connections() === 2, { what: "one is gone" });
  open[0] = await openLiveClient(url);
  for (const client of open) client.close();
});

test("a session that ends between its check and its socket closes that socket at once, and nobody else's", async () => {
  const { url } = await serveNews({ whoIs: async () => null });
  const late = await openLiveClient(url, { cookie: "popline=mine" });
  const visitor = await openLiveClient(url);
  await waitUntil(() => late.closedWith() === 4401, { what: "its socket is closed" });
  expect(visitor.closedWith()).toBeNull();
  visitor.close();
});

test("a server that stops tells everybody when to come back, not all at once", async () => {
  const { app, url } = await serveNews();
  const clients = await Promise.all(Array.from({ length: 20 }, () => openLiveClient(url)));
  await app.close();
  await waitUntil(() => clients.every((client) => client.closedWith() === 1012), { what: "all are closed" });
  const waits = clients.map(({ heard }) => heard[0]?.reconnect?.afterMs as number);
  expect(Math.max(...waits)).toBeLessThan(5_000);
  expect(new Set(waits).size).toBeGreaterThan(5);
});
