import type { Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { entrySchema } from "../../shared/line.ts";
import { slotFrame } from "../../shared/live.ts";
import { noticeSchema } from "../../shared/notifications.ts";
import { openGround } from "../acceptance/authorisation/ground.ts";
import type { Ground } from "../acceptance/authorisation/judge.ts";
import { type Heard, openLiveClient } from "../services/live-client.ts";
import { conversations, type Frame, promisedFor } from "./frames.ts";
import { leaks, objection } from "./judge.ts";
import { chooseSeed, runsOr, timeoutFor } from "./seed.ts";

type Client = Awaited<ReturnType<typeof openLiveClient>>;

let ground: Ground;
let url: string;
beforeAll(async () => {
  ground = await openGround();
  url = ground.world.address;
  // So that there is a notice to tell.
  const notice = { cookie: ground.sides.A.host, body: { text: "곧 열어요." } };
  await ground.world.ask("POST", `/api/stores/${ground.things.A.storeId}/notices`, notice);
});
afterAll(() => ground.world.close());

const mark = "no-such-topic";
/**
 * All refusals but of openings that are not theirs, and of rooms that are not there: whoever follows one is let go of
 * within a second, or not yet.
 */
const errorsOf = ({ heard }: Client) =>
  heard.flatMap(({ error }) => (error === undefined || isLetGo(error) ? [] : [error.type]));
const isLetGo = ({ type, topic }: NonNullable<Heard["error"]>) =>
  type === "/problems/not-found" && /^(opening|room):[1-9][0-9]*$/.test(topic ?? "");
const say = ({ socket }: Client, { data, isBinary }: Frame) => socket.send(data, { binary: isBinary });
const shown = (frames: readonly Frame[]) => frames.map(({ data }) => String(data).slice(0, 80));

/** What must be heard: a refusal for each frame until one closes the socket, else the mark's refusal at the end. */
function promisedBy(frames: readonly Frame[], isSignedIn: boolean) {
  const { A, B } = ground.things;
  const each = frames.map((frame) => promisedFor(frame, isSignedIn, [A.slotId, B.slotId]));
  const closing = each.findIndex((one) => typeof one === "number");
  const before = closing === -1 ? [...each, "not-found"] : each.slice(0, closing);
  const errors = before.filter((one) => one !== null).map((name) => `/problems/${name}`);
  return { errors, code: closing === -1 ? null : (each[closing] as number) };
}

/** Says these and answers what was heard that should not have been, or the other way about. */
async function converse(frames: readonly Frame[], cookie: string | undefined): Promise<string[]> {
  const promised = promisedBy(frames, cookie !== undefined);
  const client = await openLiveClient(url, cookie === undefined ? {} : { cookie });
  for (const frame of frames) say(client, frame);
  say(client, { data: JSON.stringify({ follow: mark }), isBinary: false });
  const isDone = () =>
    promised.code === null ? errorsOf(client).length >= promised.errors.length : client.closedWith() !== null;
  await waitUntil(isDone, { what: "it is answered", timeoutMs: 60_000 }).catch(() => undefined);
  const wrong = [
    ...(client.closedWith() === promised.code ? [] : [`closed with ${client.closedWith()}, not ${promised.code}`]),
    ...(errorsOf(client).join() === promised.errors.join()
      ? []
      : [`refused ${errorsOf(client)}, not ${promised.errors}`]),
    ...client.heard.flatMap(({ slot }) => (slot === undefined ? [] : (objection(slotFrame, slot) ?? []))),
    ...client.heard.flatMap(({ entry }) => (entry === undefined ? [] : (objection(entrySchema, entry) ?? []))),
    ...client.heard.flatMap(({ notice }) => (notice === undefined ? [] : (objection(noticeSchema, notice) ?? []))),
    ...client.heard.flatMap(({ opening }) => (opening === undefined ? [] : `heard of ${opening.storeId}'s opening`)),
    ...client.heard.flatMap((message) => leaks.exec(JSON.stringify(message))?.[0] ?? []),
  ];
  client.close();
  return wrong.map((one) => `${JSON.stringify(shown(frames))} ${one}`);
}

/** Somebody new for every few conversations: a person may say only so much. */
async function visitors(count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let at = 0; at < count; at += 1) cookies.push(await ground.world.signIn(`socket ${at}`));
  return cookies;
}

test(
  "what is said is answered, or closes the socket, as docs/live.md says, and changes no row",
  async () => {
    const { A, B } = ground.things;
    const stores = [A, B].flatMap(({ storeId }) => [`opening:${storeId}`, `notices:${storeId}`]);
    // Whoever comes into a room is written down there, so that one is of no store.
    const absent = ["notices:999999999", "room:999999999"];
    const topics = [`slot:${A.slotId}`, `slot:${B.slotId}`, "me", ...stores, ...absent];
    expect([...ground.world.topics()].sort()).toEqual([...new Set(topics.map((one) => one.replace(/:.*/, "")))].sort());
    const wish = { seed: chooseSeed("conversations"), numRuns: runsOr(60) };
    const talks = fc.sample(conversations(topics), wish);
    const people = await visitors(Math.ceil(talks.length / 4));
    const before = await ground.world.everything();
    const findings: string[] = [];
    for (const [at, frames] of talks.entries()) {
      findings.push(...(await converse(frames, at % 2 === 0 ? undefined : people[Math.floor(at / 4)])));
    }
    expect(findings.slice(0, 10)).toEqual([]);
    expect(await ground.world.everything()).toBe(before);
  },
  timeoutFor(runsOr(0)),
);

test("ten refusals close with 1008, whatever they were for", async () => {
  const { A } = ground.things;
  const nonsense = conversations([`slot:${A.slotId}`, "me", `opening:${A.storeId}`, `notices:${A.storeId}`]).filter(
    (frames) => frames.every((frame) => typeof promisedFor(frame, false, [A.slotId]) === "string"),
  );
  const seed = chooseSeed("refusals");
  for (const frames of fc.sample(nonsense, { seed, numRuns: 10 })) {
    const client = await openLiveClient(url);
    for (let said = 0; said < 12; said += 1) say(client, frames[said % frames.length] as Frame);
    await waitUntil(() => client.closedWith() === 1008, { what: `closed after ${JSON.stringify(shown(frames))}` });
    expect(errorsOf(client).length).toBe(10);
  }
});

test(
  "bytes that are no frames close their connection and nobody else's",
  async () => {
    const other = await openLiveClient(url);
    const broken = fc.oneof(
      // A frame that closes (opcode 8) may be one, and is answered with what it says.
      fc.uint8Array({ minLength: 2, maxLength: 200 }).filter(([first = 0]) => (first & 15) !== 8),
      // Reserved bits, unknown codes, a text without a mask, a ping that is too long, a length of 2^63.
      fc.constantFrom([0xff, 0x80], [0x8b, 0x80], [0x81, 0x01, 0x78], [0x89, 0xfe, 0, 200], [0x81, 0xff, 0x80]),
    );
    for (const bytes of fc.sample(broken, { seed: chooseSeed("bytes"), numRuns: runsOr(30) })) {
      const client = await openLiveClient(url);
      client.socket.on("error", () => undefined);
      const { _socket: connection } = client.socket as unknown as { _socket: Socket };
      connection.end(Buffer.from(bytes));
      await waitUntil(() => client.closedWith() !== null, { what: `closed after ${bytes.join()}` });
      expect([1002, 1005, 1006, 1007, 1009]).toContain(client.closedWith());
    }
    other.say({ follow: mark });
    await other.until(({ error }) => error?.status === 404, "that it is still served");
    other.close();
    expect((await ground.world.ask("GET", "/api/health/ready")).status).toBe(200);
  },
  timeoutFor(runsOr(0)),
);
