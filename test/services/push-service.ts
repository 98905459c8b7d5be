import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { PushNote, PushSubscription } from "../../shared/push.ts";

export interface ReceivedPush {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly sealed: Buffer;
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;
export type Browser = ReturnType<typeof createBrowser>;

/** What a test lets the service answer; `null` never answers. */
type Answer = (push: ReceivedPush) => { status: number; headers?: Record<string, string> } | null;

/** A push service on loopback. It keeps what it is given and answers 201, or what the test says. */
export async function startPushService() {
  const pushes: ReceivedPush[] = [];
  const gates: { answer: Answer } = { answer: () => ({ status: 201 }) };
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const push = { path: request.url ?? "", headers: request.headers, sealed: Buffer.concat(chunks) };
      pushes.push(push);
      const answer = gates.answer(push);
      if (answer !== null) reply.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    pushes,
    gates,
    browser: () => createBrowser(url),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, length));

/** The keys of a browser, and how it opens what was sealed for it: RFC 8291 and 8188 by hand, one record. */
export function createBrowser(service: string) {
  const pair = createECDH("prime256v1");
  const mine = pair.generateKeys();
  const auth = randomBytes(16);
  const path = `/push/${randomBytes(8).toString("hex")}`;
  const keys = { p256dh: mine.toString("base64url"), auth: auth.toString("base64url") };
  const subscription: PushSubscription = { endpoint: service + path, keys };
  return {
    path,
    subscription,
    open({ sealed }: ReceivedPush): PushNote {
      const salt = sealed.subarray(0, 16);
      const theirsEnds = 21 + sealed.readUInt8(20);
      const theirs = sealed.subarray(21, theirsEnds);
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), mine, theirs]);
      const secret = hkdf(pair.computeSecret(theirs), auth, info, 32);
      const key = hkdf(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
      const nonce = hkdf(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
      const record = sealed.subarray(theirsEnds);
      const cipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
    },
  };
}

/** Who signed a push (RFC 8292): its claims and the key it names, or null when the signature is not that key's. */
export function signerOf({ headers }: ReceivedPush): { claims: Record<string, unknown>; key: string } | null {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? "") ?? [];
  const [head = "", body = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const signed = Buffer.from(`${head}.${body}`);
  const isTheirs = verify(
    "sha256",
    signed,
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return isTheirs ? { claims: JSON.parse(Buffer.from(body, "base64url").toString()), key } : null;
}
