import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readSettings } from "../settings.ts";
import { describeFailure } from "./errors.ts";
import { createHttp, type Http } from "./server.ts";

const access = { access: "anyone" } as const;
const body = Type.Object(
  { size: Type.Integer({ minimum: 1 }), name: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
const thing = Type.Object({ thingId: Type.String({ pattern: "^[1-9][0-9]*$" }) });
const mistake = Object.assign(new Error("secret of the database"), { query: "select secret" });
const told = vi.fn();
/** Notes the lines of a request beside its id. */
const noteLines = ({ log }: FastifyRequest) => {
  const note = (line: object) => told({ ...line, ...(log as unknown as { bindings(): object }).bindings() });
  log.error = note;
  log.warn = note;
};

function routes(http: Http): void {
  http.get("/api/well", { config: access }, () => ({ well: true }));
  http.post("/api/things", { config: access, schema: { body } }, (request) => request.body);
  http.post("/api/optional", { config: access, schema: { body: Type.Object({}) } }, (request) => request.body);
  http.get("/api/things/:thingId", { config: access, schema: { params: thing } }, (request) => request.params);
  http.get("/api/broken", { config: access }, (request) => {
    noteLines(request);
    throw mistake;
  });
  http.get("/api/away", { config: access }, (request) => {
    noteLines(request);
    throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  });
}

let now = 0;
async function openHttp(secure: boolean): Promise<Http> {
  const settings = readSettings({ DATA_DIR: "memory://" });
  const clock = { now: () => now, wait: async () => undefined };
  return createHttp({ settings, secure, clock, whoIs: async () => null, version: "0", routes });
}

let app: Http;
beforeAll(async () => {
  app = await openHttp(false);
});
afterAll(() => app.close());

const post = (payload: string, headers: Record<string, string> = { "content-type": "application/json" }) =>
  app.inject({ method: "POST", url: "/api/things", payload, headers });

/** Every refusal looks the same: problem details with a stable type, a title people can read, and no stack. */
function expectProblem(reply: Awaited<ReturnType<typeof post>>, status: number, problem: string): void {
  expect(reply.statusCode).toBe(status);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  expect(reply.json()).toMatchObject({ type: `/problems/${problem}`, title: expect.stringMatching(/\S/), status });
  expect(reply.body).not.toMatch(/\bat .+:\d+|node_modules|\.ts\b|stack|secret|FST_/);
}

describe("what is sent is wrong", () => {
  test.each(["GET", "POST", "DELETE"] as const)("an unknown route is absent: %s", async (method) => {
    expectProblem(await app.inject({ method, url: "/api/nothing" }), 404, "not-found");
  });

  test("TRACE is answered by nobody, and echoes nothing", async () => {
    const headers = { "x-planted": "secret" };
    expectProblem(await app.inject({ method: "TRACE" as "GET", url: "/api/well", headers }), 405, "method-not-allowed");
  });

  test.each([
    ["DELETE", "/api/things?of=all", "POST"],
    ["GET", "/api/things", "POST"],
    ["POST", "/api/things/7", "GET, HEAD"],
    ["OPTIONS", "/api/well", "GET, HEAD"],
    ["PUT", "/docs/static/index.css", "GET, HEAD"],
  ] as const)("a path that has no %s says which methods it has: %s", async (method, url, allow) => {
    const reply = await app.inject({ method, url, headers: { "content-type": "application/json" }, payload: "{" });
    expectProblem(reply, 405, "method-not-allowed");
    expect(reply.headers.allow).toBe(allow);
  });

  test.each(["/api/things/7/more", "/api/well/", "/api", "/api/wellx"])("%s is no path of ours", async (url) => {
    expectProblem(await app.inject({ method: "DELETE", url }), 404, "not-found");
  });

  test("an id that cannot exist is absent, not malformed", async () => {
    for (const id of ["0", "x", "1;2", "%00"]) {
      expectProblem(await app.inject(`/api/things/${id}`), 404, "not-found");
    }
    expect((await app.inject("/api/things/7")).json()).toEqual({ thingId: "7" });
  });

  test("a body beyond 64 KiB is refused, one within is read", async () => {
    const sized = (bytes: number) => JSON.stringify({ size: 1, name: "x".repeat(bytes - 20) });
    expect(sized(65_536)).toHaveLength(65_536);
    expect((await post(sized(65_536))).statusCode).toBe(200);
    expectProblem(await post(sized(65_537)), 413, "body-too-large");
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html"])(
    "CSRF: %s is not read, so that no form of another site can write",
    async (type) => {
      expectProblem(await post('{"size":1}', { "content-type": type }), 415, "not-json");
    },
  );

  test.each(["{", '{"size":1', "size=1", '{"size":1}}', '{"__proto__":{"size":1}}'])(
    "broken JSON is refused: %s",
    async (text) => {
      expectProblem(await post(text), 400, "bad-request");
    },
  );

  test.each([
    ["", "size"],
    ["{}", "size"],
    ['{"size":"1"}', "size"],
    ['{"size":0}', "size"],
    ['{"size":1,"role":"host"}', "role"],
    ["[]", "body"],
    ['"x"', "body"],
    ["1", "body"],
  ])("mass assignment, wrong types: %s is refused by field", async (text, field) => {
    const reply = await post(text);
    expectProblem(reply, 400, "bad-request");
    expect(reply.json().fields).toEqual([field]);
  });

  test("a write whose fields are all optional may come without a body, also when it is called JSON", async () => {
    for (const headers of [{}, { "content-type": "application/json" }]) {
      const reply = await app.inject({ method: "POST", url: "/api/optional", headers });
      expect([reply.statusCode, reply.json()]).toEqual([200, {}]);
    }
  });

  test.each(["null", "[]", "1", '"{}"', "true"])(
    "%s is a body, and not one with all fields left out",
    async (payload) => {
      const headers = { "content-type": "application/json" };
      expectProblem(await app.inject({ method: "POST", url: "/api/optional", payload, headers }), 400, "bad-request");
    },
  );
});

describe("what is our fault", () => {
  test("an exception is a 500 without a word of it, and all of it is in the log", async () => {
    told.mockClear();
    expectProblem(await app.inject("/api/broken"), 500, "internal");
    // By this name alone the logger writes an error's cause; by another it would write {}.
    expect(told.mock.calls).toMatchObject([[{ event: "internal", status: 500, err: mistake }]]);
  });

  test("a database that is away is a 503 with Retry-After", async () => {
    const reply = await app.inject("/api/away");
    expectProblem(reply, 503, "unavailable");
    expect(reply.headers["retry-after"]).toBe("2");
  });

  test("S40: it is found in the log by the id that the answer has, as often as it happens within bounds", async () => {
    const http = await openHttp(false);
    told.mockClear();
    const ids: unknown[] = [];
    for (let count = 0; count < 30; count += 1) {
      const { headers } = await http.inject({ url: "/api/away", headers: { "x-request-id": "ours\r\nforged" } });
      ids.push(headers["x-request-id"]);
    }
    expect(new Set(ids).size).toBe(30);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const line = { event: "unavailable", status: 503, method: "GET", route: "/api/away", leftOut: 0 };
    expect(told.mock.calls).toMatchObject(ids.slice(0, 20).map((reqId) => [{ ...line, reqId }]));
    expect(told.mock.calls[0]?.[0].err.code).toBe("ECONNREFUSED");
    now += 1_000;
    await http.inject("/api/away");
    expect(told.mock.calls[20]).toMatchObject([{ ...line, leftOut: 10 }]);
    await http.close();
  });
});

describe("security headers", () => {
  test.each(["/api/well", "/api/nothing", "/api/broken"])("%s has them, whatever its status", async (url) => {
    expect((await app.inject(url)).headers).toMatchObject({
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
    });
  });

  test("behind https browsers are told to stay there, and on plain http they are not", async () => {
    const secure = await openHttp(true);
    const { headers } = await secure.inject("/api/well");
    expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
    expect((await app.inject("/api/well")).headers["strict-transport-security"]).toBeUndefined();
    await secure.close();
  });

  test("nothing tells what the server is made of", async () => {
    const { headers } = await app.inject("/api/well");
    expect([headers.server, headers["x-powered-by"]]).toEqual([undefined, undefined]);
  });
});

test.each([
  ["cannot be decoded", "/api/things/%ff"],
  ["has too long an id", `/api/things/${"9".repeat(61)}`],
])("a path that %s is a problem like any other, with the headers of every answer", async (_, url) => {
  const http = await openHttp(false);
  const reply = await http.inject(url);
  expect(reply.statusCode).toBe(404);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  expect(reply.headers["x-content-type-options"]).toBe("nosniff");
  expect(reply.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(reply.body).not.toContain("FST_");
  await http.close();
});

test("D28: the log has a failure's kind and place, and nothing that PostgreSQL quotes from a row", () => {
  const detail = 'Failing row contains (1, "지수", 01012345678).';
  const failure = Object.assign(new Error("violates check constraint"), {
    code: "23514",
    constraint: "person_check",
    detail,
  });
  expect(describeFailure(failure)).toEqual({
    type: "Error",
    message: "violates check constraint",
    code: "23514",
    constraint: "person_check",
    stack: expect.stringContaining("violates check constraint"),
  });
  const quoting = Object.assign(new Error('invalid input syntax for type bigint: "01012345678"'), { code: "22P02" });
  expect(describeFailure(quoting)).toMatchObject({ code: "22P02", stack: expect.stringContaining("errors.test.ts") });
  expect(JSON.stringify(describeFailure(quoting))).not.toContain("01012345678");
  const together = describeFailure(new AggregateError([failure, quoting], "two of them failed"));
  expect(together).toMatchObject({ message: "two of them failed", errors: [{ code: "23514" }, { code: "22P02" }] });
  expect(JSON.stringify(together)).not.toContain("01012345678");
});
