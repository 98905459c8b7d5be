import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";

/** An answer that is JSON, as it goes out, and its tag. */
interface Tagged {
  readonly text: string;
  readonly tag: string;
}

/** What a value is as an answer, made once for as long as the value itself is kept. */
const known = new WeakMap<object, Tagged>();

export const tagOf = (text: string | Buffer) =>
  `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;

/** Whether the client already has what has this tag (`If-None-Match`). */
export function isKnown(tag: string, knownTags: string | undefined): boolean {
  const all = (knownTags ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  return all.includes(tag) || all.includes("*");
}

function taggedOf(reply: FastifyReply, value: object): Tagged {
  const made = known.get(value);
  if (made !== undefined) return made;
  const text = String(reply.serialize(value));
  const tagged = { text, tag: tagOf(text) };
  known.set(value, tagged);
  return tagged;
}

/**
 * Answers what is written already, with its tag: whoever asks again with that tag is told 304, without a body. Clients
 * keep it and ask each time.
 */
export function sendWritten(reply: FastifyReply, { text, tag }: Tagged): FastifyReply {
  reply.header("etag", tag).header("cache-control", "private, no-cache");
  if (isKnown(tag, reply.request.headers["if-none-match"])) return reply.code(304).send();
  return reply.type("application/json; charset=utf-8").send(text);
}

/** The same of a value, as the route's schema writes it. The value must not change any more. */
export function sendTagged(reply: FastifyReply, value: object): FastifyReply {
  return sendWritten(reply, taggedOf(reply, value));
}
