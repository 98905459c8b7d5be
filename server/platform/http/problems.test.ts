import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doorProblemTitles } from "../../../shared/messages/door-problems.ts";
import { hostProblemTitles } from "../../../shared/messages/host-problems.ts";
import { operatorProblemTitles } from "../../../shared/messages/operator-problems.ts";
import { problemTitles } from "../../../shared/messages/problems.ts";
import { protocolProblemTitles } from "../../../shared/messages/protocol-problems.ts";
import { roomProblemTitles } from "../../../shared/messages/room-problems.ts";
import { type ProblemName, problemStatus } from "../../../shared/problems.ts";
import { sendProblem } from "./problems.ts";

const names = Object.keys(problemStatus) as ProblemName[];
const app = fastify();
beforeAll(() => {
  app.get<{ Params: { name: ProblemName } }>("/:name", (request, reply) =>
    sendProblem(reply, { problem: request.params.name }),
  );
  app.get<{ Params: { name: ProblemName } }>(
    "/page/:name",
    { config: { failsTo: ({ url }) => `/trouble?at=${url}` } },
    (request, reply) => sendProblem(reply, { problem: request.params.name }),
  );
  app.get("/with-members", (_, reply) => sendProblem(reply, { problem: "not-open", opensInMs: 1_500 }));
  app.get("/with-fields", (_, reply) => sendProblem(reply, { problem: "bad-request", fields: ["name"] }));
  app.get("/later", (_, reply) => sendProblem(reply, { problem: "unavailable", retryAfterSeconds: 7 }));
});
afterAll(() => app.close());

const titleIn = async (language: string | undefined) => {
  const headers = language === undefined ? {} : { "accept-language": language };
  const reply = await app.inject({ url: "/not-found", headers });
  const known = Object.entries(problemTitles).find(([, titles]) => titles["not-found"] === reply.json().title);
  expect(reply.headers["content-language"]).toBe(known?.[0]);
  return known?.[0];
};

describe("the language of a title", () => {
  test.each([
    [undefined, "ko"],
    ["", "ko"],
    ["*", "ko"],
    ["ko", "ko"],
    ["en", "en"],
    ["EN", "en"],
    ["en-GB", "en"],
    ["ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"],
    ["en-US,en;q=0.9,ko;q=0.8", "en"],
    ["ko;q=0.2, en;q=0.8", "en"],
    ["fr, de;q=0.9, en;q=0.1", "en"],
    ["fr, de", "ko"],
    ["en;q=0", "ko"],
    ["en;q=0, ko;q=0.1", "ko"],
    ["en;q=0.5, ko;q=0.5", "en"],
    ["eng, kok, en2", "ko"],
  ])("%j is answered in %s", async (header, language) => {
    expect(await titleIn(header)).toBe(language);
  });

  test.each([";;;", "en;q=banana", ",,,;q=,", "q=1", "\u00ff".repeat(50), "en;q=-1", "x".repeat(5_000)])(
    "garbage is answered in Korean: %j",
    async (header) => {
      expect(await titleIn(header)).toBe("ko");
    },
  );

  test("only the beginning of an endless header is read", async () => {
    expect(await titleIn(`${"fr,".repeat(1_000)}en`)).toBe("ko");
  });
});

describe("RFC 9457", () => {
  test.each(names)("%s has its type, status and a title in both languages", async (name) => {
    for (const language of ["ko", "en"] as const) {
      const reply = await app.inject({ url: `/${name}`, headers: { "accept-language": language } });
      expect(reply.statusCode).toBe(problemStatus[name]);
      expect(reply.headers["content-type"]).toContain("application/problem+json");
      const catalogues = [
        problemTitles,
        doorProblemTitles,
        hostProblemTitles,
        operatorProblemTitles,
        roomProblemTitles,
        protocolProblemTitles,
      ];
      const titles: Record<string, string> = Object.assign({}, ...catalogues.map((catalogue) => catalogue[language]));
      expect(reply.json()).toEqual({ type: `/problems/${name}`, title: titles[name], status: problemStatus[name] });
    }
  });

  test("members go with it: when it opens, which fields are wrong", async () => {
    expect((await app.inject("/with-members")).json()).toMatchObject({ type: "/problems/not-open", opensInMs: 1_500 });
    expect((await app.inject("/with-fields")).json()).toMatchObject({ fields: ["name"] });
  });

  test("429 and 503 always say when to come back, the others never", async () => {
    const replies = await Promise.all(names.map((name) => app.inject(`/${name}`)));
    for (const { statusCode, headers } of replies) {
      expect(headers["retry-after"]).toBe([429, 503].includes(statusCode) ? "1" : undefined);
    }
    const later = await app.inject("/later");
    expect([later.headers["retry-after"], later.json()]).toEqual([
      "7",
      expect.not.objectContaining({ retryAfterSeconds: 7 }),
    ]);
  });

  test("a route that is a page leads to one when it is our fault or too much; the rest is refused", async () => {
    for (const name of names) {
      const { statusCode, headers } = await app.inject(`/page/${name}`);
      const leads = problemStatus[name] === 429 || problemStatus[name] >= 500;
      const promised = leads ? [303, `/trouble?at=/page/${name}`] : [problemStatus[name], undefined];
      expect([statusCode, headers.location]).toEqual(promised);
    }
  });
});
