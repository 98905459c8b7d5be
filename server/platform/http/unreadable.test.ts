import { connect, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSettings } from "../settings.ts";
import { createHttp, type Http } from "./server.ts";
import { createUnreadableAnswer } from "./unreadable.ts";

let app: Http;

beforeAll(async () => {
  app = await createHttp({
    settings: readSettings({ DATA_DIR: "memory://" }),
    secure: false,
    clock: { now: () => 0, wait: async () => undefined },
    whoIs: async () => null,
    version: "0",
    routes: (http) => void http.get("/api/well", { config: { access: "anyone" } }, () => ({ well: true })),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => app.close());

/** Everything the server sends back for these bytes until it, or the request itself, closes the connection. */
function answerTo(bytes: string): Promise<string> {
  const socket = connect((app.server.address() as { port: number }).port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

const asking = (header: string) => `GET /api/well HTTP/1.1\r\nhost: popline\r\nconnection: close\r\n${header}\r\n\r\n`;

function expectProblem(answer: string, status: number, problem: string): void {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(head).toMatch(/x-content-type-options: nosniff/i);
  expect(head).toMatch(/content-security-policy: default-src 'none'/i);
  expect(JSON.parse(body)).toMatchObject({ type: `/problems/${problem}`, title: expect.stringMatching(/\S/), status });
}

describe("requests that Node cannot read are refused like any other", () => {
  test.each([
    ["a cookie beyond 16 KiB", asking(`cookie: popline=${"x".repeat(20_000)}`), 431, "headers-too-large"],
    ["a header beyond 16 KiB", asking(`x-more: ${"x".repeat(20_000)}`), 431, "headers-too-large"],
    ["a control character in a cookie", asking("cookie: popline=\u0001"), 400, "bad-request"],
    ["a header without a name", asking(": x"), 400, "bad-request"],
    ["two lengths", asking("content-length: 1\r\ncontent-length: 2"), 400, "bad-request"],
    ["no HTTP at all", "hello\r\n\r\n", 400, "bad-request"],
    ["no host", "GET /api/well HTTP/1.1\r\nconnection: close\r\n\r\n", 400, "bad-request"],
  ])("%s", async (_, bytes, status, problem) => {
    expectProblem(await answerTo(bytes), status, problem);
  });

  test("a request that never ends", async () => {
    const socket = new PassThrough();
    createUnreadableAnswer(true)(
      Object.assign(new Error("timeout"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }),
      socket as never as Socket,
    );
    const answer = await text(socket);
    expectProblem(answer, 408, "request-timeout");
    expect(answer).toMatch(/strict-transport-security: max-age/i);
  });

  test("an expectation that nobody knows is no reason to refuse", async () => {
    expect(await answerTo(asking("expect: miracles"))).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test("cookies that no browser would send are read as none of ours", async () => {
  for (const cookie of ["popline=%", "=;=;=", ";;;", "popline", "__proto__=1; popline=%ff%00", '"popline="x"']) {
    expect((await app.inject({ url: "/api/well", headers: { cookie } })).statusCode).toBe(200);
  }
});
