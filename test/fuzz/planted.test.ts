import { Type } from "typebox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Http, sendProblem } from "../../server/platform/http/index.ts";
import { openGround } from "../acceptance/authorisation/ground.ts";
import type { Ground } from "../acceptance/authorisation/judge.ts";
import { fuzz } from "./fuzz.ts";
import { violations } from "./seats.ts";

const config = { access: "anyone" } as const;
const well = { 200: Type.Object({ count: Type.Integer() }) };
const told = { 200: Type.Object({ note: Type.String() }) };
const drawn = { 200: Type.String({ contentMediaType: "text/html" }) };
const counted = Type.Object({ count: Type.Integer({ minimum: 0 }), note: Type.Optional(Type.String()) });

interface Careless {
  readonly path: string;
  readonly finding: RegExp;
  readonly patienceMs?: number;
  readonly register: (http: Http, path: string) => void;
}

/** Requests that a route left without an answer; they end with the test. */
const hanging: (() => void)[] = [];

/** Routes as a careless day would leave them. */
const careless: readonly Careless[] = [
  {
    path: "/api/careless/broken",
    finding: /: 500$/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: well } }, () => {
        throw new Error("broken");
      }),
  },
  {
    path: "/api/careless/narrow",
    finding: /: 500$/,
    // As a column of 32 bits would answer a number that the schema lets through.
    register: (http, path) =>
      void http.post(path, { config, schema: { body: counted, response: well } }, ({ body }) => {
        if (body.count >= 2 ** 31) throw new Error("too much");
        return body;
      }),
  },
  {
    path: "/api/careless/nul",
    finding: /: 500$/,
    // As a database that keeps no NUL would answer it.
    register: (http, path) =>
      void http.post(path, { config, schema: { body: counted, response: well } }, ({ body }) => {
        if (body.note?.includes("\u0000")) throw new Error("no such character");
        return body;
      }),
  },
  {
    path: "/api/careless/overwhelmed",
    finding: /: 503$/,
    register: (http, path) =>
      void http.get(path, { config }, (_, reply) => sendProblem(reply, { problem: "busy", retryAfterSeconds: 1 })),
  },
  {
    path: "/api/careless/off-schema",
    finding: /: 200 data\/count must be integer/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: well } }, (_, reply) => {
        reply.type("application/json").serializer(JSON.stringify);
        reply.send({ count: "many" } as never);
      }),
  },
  {
    path: "/api/careless/undeclared",
    finding: /: 202 is not declared/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: well } }, (_, reply) => {
        reply.code(202 as 200).send({ count: 1 });
      }),
  },
  {
    path: "/api/careless/unknown-problem",
    finding: /: 418 is a problem that nobody knows/,
    register: (http, path) =>
      void http.get(path, { config }, (_, reply) =>
        reply.code(418).type("application/problem+json").send({ type: "/problems/teapot", title: "", status: 418 }),
      ),
  },
  {
    path: "/api/careless/unnamed-problem",
    finding: /answered line-full, unnamed/,
    register: (http, path) =>
      void http.get(path, { config }, (_, reply) => sendProblem(reply, { problem: "line-full" })),
  },
  {
    path: "/api/careless/stack",
    finding: /: 400 says /,
    register: (http, path) =>
      void http.get(path, { config }, (_, reply) => reply.code(400).send({ title: new Error("oh").stack })),
  },
  {
    path: "/api/careless/statement",
    finding: /: 200 says invalid input syntax/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: { 200: Type.String() } } }, () =>
        JSON.stringify("invalid input syntax for type bigint"),
      ),
  },
  {
    path: "/api/careless/query",
    finding: /: 400 says select id from/,
    register: (http, path) =>
      void http.get(path, { config }, (_, reply) =>
        reply.code(400).send({ title: "select id from person where name = $1" }),
      ),
  },
  {
    path: "/api/careless/echo",
    finding: /: 200 lets out [^ ]*</,
    register: (http, path) =>
      void http.post(path, { config, schema: { body: counted, response: drawn } }, ({ body }, reply) => {
        reply.type("text/html; charset=utf-8").serializer(String).send(`<p>${body.note}</p>`);
      }),
  },
  {
    path: "/api/careless/untyped",
    finding: /: 200 is undefined, which is not declared/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: well } }, (_, reply) => {
        reply.hijack();
        reply.raw.end('{"count":1}');
      }),
  },
  {
    path: "/api/careless/neighbour",
    finding: /: 200 says visitorB's e-mail address/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: told } }, async () => {
        const { body } = await ground.world.ask("GET", "/api/me", { cookie: ground.sides.B.visitor });
        return { note: String(body.email) };
      }),
  },
  {
    path: "/api/careless/session",
    finding: /: 200 says the session of hostB/,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: told } }, () => ({ note: ground.sides.B.host })),
  },
  {
    path: "/api/careless/hangs",
    finding: /: no answer in time$/,
    patienceMs: 200,
    register: (http, path) =>
      void http.get(path, { config, schema: { response: well } }, async () => {
        await new Promise<void>((resolve) => hanging.push(resolve));
        return { count: 1 };
      }),
  },
];

let ground: Ground;
beforeAll(async () => {
  ground = await openGround((http) => {
    for (const { path, register } of careless) register(http, path);
  });
});
afterAll(() => {
  for (const end of hanging) end();
  return ground.world.close();
});

const seeds = [1, 2, 3];

test.each(careless)("the fuzzer finds $path, with whatever seed", async ({ path, finding, ...patience }) => {
  const pattern = new RegExp(finding, "m");
  const findingsOf = async (seed: number, runs: number) =>
    (await fuzz(ground, { seed, runs, only: (operation) => operation.path === path, ...patience })).findings.join("\n");
  for (const seed of seeds) {
    // The first requests of five hundred are these twenty; most routes need no more.
    const soon = await findingsOf(seed, 20);
    if (!pattern.test(soon)) expect(await findingsOf(seed, 500), `seed ${seed}`).toMatch(pattern);
  }
});

test("one seed makes the same requests again", async () => {
  const only = ({ path }: { path: string }) => path === "/api/careless/broken";
  const [first, second] = [
    await fuzz(ground, { seed: 5, runs: 8, only }),
    await fuzz(ground, { seed: 5, runs: 8, only }),
  ];
  expect(second).toEqual(first);
  expect(await fuzz(ground, { seed: 6, runs: 8, only })).not.toEqual(first);
});

test("rows that a careless statement left are found", async () => {
  const text = "update slot_line set held = held + 1 where slot_id = $1";
  await ground.world.database.query({ text, values: [ground.things.A.slotId] });
  const { found } = await violations(ground.world.database);
  expect(found.map(({ invariant }) => invariant)).toEqual(["I1"]);
});
