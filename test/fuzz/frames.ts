/** What a client may and may not say on the socket, and what docs/live.md promises for it. */
import fc from "fast-check";
import { largestLiveTextBytes } from "../../shared/live.ts";
import { deep, hostileText, hostileValue } from "./hostile.ts";

export interface Frame {
  readonly data: string | Buffer;
  readonly isBinary: boolean;
}

/** The problem a frame is answered with, a close code, or null when it is done without a word. */
export type Promised = "bad-request" | "not-found" | "sign-in-needed" | 1007 | 1009 | null;

const text = (data: string): Frame => ({ data, isBinary: false });
const json = (value: unknown): Frame => text(JSON.stringify(value));

function validFrame(topics: readonly string[]): fc.Arbitrary<Frame> {
  const topic = fc.constantFrom(...topics);
  return fc.oneof(
    { weight: 3, arbitrary: topic.map((follow) => json({ follow })) },
    { weight: 1, arbitrary: fc.tuple(topic, fc.nat()).map(([follow, after]) => json({ follow, after })) },
    { weight: 2, arbitrary: topic.map((unfollow) => json({ unfollow })) },
    { weight: 2, arbitrary: topic.map((only) => json({ followOnly: [only, only] })) },
  );
}

function nearlyFrame(topics: readonly string[]): fc.Arbitrary<Frame> {
  const ends = ["", ":", ":x", "\u0000", " ", ":1 or 1=1", "-1", ".0", "\ud800"];
  const almost = fc.tuple(fc.constantFrom(...topics), fc.constantFrom(...ends)).map((both) => both.join(""));
  const values = fc.oneof(
    almost,
    hostileText.filter((one) => one.length < 60),
    hostileValue,
  );
  const verb = fc.constantFrom("follow", "unfollow", "followOnly", "Follow", "say", "__proto__");
  return fc.oneof(
    almost.map((follow) => json({ follow })),
    fc.tuple(verb, values).map(([name, value]) => json(Object.fromEntries([[name, value]]))),
    fc.tuple(fc.constantFrom(...topics), hostileValue).map(([follow, after]) => json({ follow, after })),
    fc.constantFrom(...topics).map((topic) => json({ follow: topic, unfollow: topic })),
    fc.constantFrom(...topics).map((topic) => json({ followOnly: Array.from({ length: 21 }, () => topic) })),
    fc.constantFrom(...topics).map((topic) => text(`{"follow":"${topic}","__proto__":{"planted":true}}`)),
    fc.constantFrom(...topics).map((topic) => ({ data: Buffer.from(`{"follow":"${topic}"}`), isBinary: true })),
  );
}

const hostileFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.constantFrom("", "{", "[]", "null", "NaN", '{"follow":NaN}', deep(600), "[".repeat(4_000), "\ufeff{}").map(text),
  fc.constantFrom(largestLiveTextBytes, largestLiveTextBytes + 1, 100_000).map((size) => text("x".repeat(size))),
  hostileText.map(text),
  hostileValue.map(json),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => ({ data: Buffer.from(bytes), isBinary: true })),
  fc.constantFrom([0xff], [0xc0, 0xae], [0xed, 0xa0, 0x80]).map((bytes) => ({
    data: Buffer.from(bytes),
    isBinary: false,
  })),
);

/** Fewer frames than a socket is closed for. */
export function conversations(topics: readonly string[]): fc.Arbitrary<Frame[]> {
  const frame = fc.oneof(
    { weight: 3, arbitrary: validFrame(topics) },
    { weight: 2, arbitrary: nearlyFrame(topics) },
    { weight: 2, arbitrary: hostileFrame },
  );
  return fc.array(frame, { minLength: 1, maxLength: 8 });
}

/** What is followed only, as what is followed: here it is one topic, named twice. */
function plain(value: unknown): unknown {
  const { followOnly, ...rest } = { ...(value as { followOnly?: unknown }) };
  const isShort = Array.isArray(followOnly) && followOnly.length <= 20 && Object.keys(rest).length === 0;
  const isOne = isShort && followOnly.length > 0 && followOnly.every((one) => typeof one === "string");
  return isOne ? { follow: followOnly[0] } : value;
}

function isTopicMessage(value: unknown): value is { follow?: string; unfollow?: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { follow, unfollow, after } = value as Record<string, unknown>;
  const keys = Object.keys(value).filter((name) => name !== "after" || typeof follow !== "string");
  const [topic] = [follow, unfollow].filter((one) => typeof one === "string") as string[];
  const isCount = after === undefined || (Number.isInteger(after) && (after as number) >= 0);
  return keys.length === 1 && topic !== undefined && [...topic].length <= 64 && isCount;
}

function read(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

const ofStore = /^(opening|notices|room):[1-9][0-9]{0,17}$/;

/** What is promised for one frame of somebody with or without a session. `slots` are those that there are. */
export function promisedFor({ data, isBinary }: Frame, isSignedIn: boolean, slots: readonly string[]): Promised {
  const bytes = Buffer.from(data);
  if (bytes.length > largestLiveTextBytes) return 1009;
  if (!isBinary && !Buffer.from(bytes.toString()).equals(bytes)) return 1007;
  const message = isBinary ? null : plain(read(bytes.toString()));
  if (!isTopicMessage(message)) return "bad-request";
  const { follow } = message;
  if (follow === undefined) return null;
  if (/^(me|opening)(:.+)?$/s.test(follow) && !isSignedIn) return "sign-in-needed";
  // Whether there is such a store, a room of it, and whose opening it is, is looked up later: then whoever may not is
  // let go of.
  if (follow === "me" || ofStore.test(follow)) return null;
  return slots.some((slot) => follow === `slot:${slot}`) ? null : "not-found";
}
