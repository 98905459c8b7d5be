import { Type } from "typebox";
import { afterEach, describe, expect, test } from "vitest";
import type { PersonId, SessionId } from "../../../shared/ids.ts";
import type { Settings } from "../settings.ts";
import { type Caller, callerOf } from "./caller.ts";
import { networkPassHeader, signNetworkPass } from "./network-pass.ts";
import { createHttp, type Http } from "./server.ts";

const settings: Settings = {
  port: 0,
  host: "127.0.0.1",
  publicUrl: "https://popline.example",
  dataFolder: "memory://",
  databaseUrl: null,
  replicaUrl: null,
  redis: null,
  line: "direct",
  demo: true,
  demoData: false,
  networkLimits: true,
  sessionSecret: "s".repeat(32),
  fieldKeys: [],
  kakao: null,
  push: null,
  mail: { transport: "off", server: null, from: "hello@popline.example" },
  privacyContact: null,
  metrics: { to: "off" },
  aws: null,
  trustedProxies: [],
  mostWaiting: 10_000,
};
const session = "6f1c1a52-7d0e-4f4b-9a53-1b1f0c7f6f3a" as SessionId;
const people: Record<string, Caller> = {
  ann: { id: "1" as PersonId, name: "Ann", role: "visitor", session },
  ben: { id: "2" as PersonId, name: "Ben", role: "visitor", session },
  hana: { id: "3" as PersonId, name: "Hana", role: "host", session },
  olga: { id: "4" as PersonId, name: "Olga", role: "operator", session },
};

const doors = { host: ["host", "operator"] };
const troublePages = ["/busy"];

let app: Http;
afterEach(() => app.close());

/** The server around one tiny route per access; time stands still unless the test moves it. */
async function open(changes: Partial<Settings> = {}, routes: (http: Http) => void = tinyRoutes) {
  let now = 0;
  const clock = { now: () => now, wait: async () => undefined };
  const whoIs = async (cookie: string) => people[cookie] ?? null;
  const all = { ...settings, ...changes };
  app = await createHttp({ settings: all, secure: false, clock, whoIs, version: "0", doors, troublePages, routes });
  return {
    passTime: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

function tinyRoutes(http: Http): void {
  for (const access of ["anyone", "signed-in", "host"] as const) {
    http.get(`/api/${access}`, { config: { access } }, (request) => ({ who: request.caller?.name ?? null }));
    http.post(`/api/${access}`, { config: { access }, schema: { body: Type.Object({}) } }, () => ({ done: true }));
  }
}

const call = (path: string, who: string | null = null, headers: Record<string, string> = {}, remoteAddress?: string) =>
  app.inject({
    method: "GET",
    url: `/api/${path}`,
    headers: { ...(who === null ? {} : { cookie: `popline=${who}` }), ...headers },
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
  });
const write = (headers: Record<string, string>, method: "POST" | "GET" = "POST") =>
  app.inject({ method, url: "/api/anyone", headers, ...(method === "POST" ? { payload: {} } : {}) });

describe("I11: who may call", () => {
  test("a route that does not say so cannot be registered", async () => {
    const silent = (http: Http) => void http.get("/api/silent", () => "hello");
    await expect(open({}, silent)).rejects.toThrow("/api/silent says not who may call it");
    await open();
  });

  test("a route whose door nobody named cannot be registered either", async () => {
    const lost = (http: Http) => void http.get("/api/lost", { config: { access: "hosts" } }, () => "hello");
    await expect(open({}, lost)).rejects.toThrow("names a door that is not there: hosts");
    await open();
  });

  test.each([
    ["anyone", null, 200],
    ["anyone", "ann", 200],
    ["signed-in", null, 401],
    ["signed-in", "nobody", 401],
    ["signed-in", "ann", 200],
    ["host", null, 401],
    ["host", "ann", 403],
    ["host", "hana", 200],
    ["host", "olga", 200],
  ] as const)("%s, called by %s: %d", async (access, who, status) => {
    await open();
    const reply = await call(access, who);
    expect(reply.statusCode).toBe(status);
    if (status === 200) expect(reply.json()).toEqual({ who: who === null ? null : (people[who] as Caller).name });
    else expect(reply.json().type).toBe(status === 401 ? "/problems/sign-in-needed" : "/problems/forbidden");
  });

  test("D11: identity comes from the session and from nothing else that is sent", async () => {
    await open();
    const planted = { authorization: "Bearer hana", "x-person-id": "3", "x-role": "host" };
    expect((await call("host", "ann", planted)).statusCode).toBe(403);
    expect((await call("host?role=host&id=3", "ann")).statusCode).toBe(403);
  });

  test("a route open to anyone has no caller to ask for, which is a bug of ours and looks like one", async () => {
    const asking = (http: Http) =>
      void http.get("/api/asking", { config: { access: "anyone" } }, (request) => {
        request.log.error = () => undefined;
        return callerOf(request);
      });
    await open({}, asking);
    expect((await call("asking")).statusCode).toBe(500);
  });
});

describe("CSRF: where a write comes from", () => {
  const foreign = [
    { origin: "https://evil.example" },
    { origin: "https://popline.example.evil.example" },
    { origin: "http://popline.example" },
    { origin: "https://popline.example:8443" },
    { origin: "null" },
    { origin: "" },
    { "sec-fetch-site": "cross-site" },
    { origin: "https://popline.example", "sec-fetch-site": "cross-site" },
  ] as Record<string, string>[];

  test.each(foreign)("%j is refused on a write and may read", async (headers) => {
    await open();
    const reply = await write(headers);
    expect([reply.statusCode, reply.json().type]).toEqual([403, "/problems/foreign-origin"]);
    expect((await write(headers, "GET")).statusCode).toBe(200);
  });

  test.each([
    {},
    { origin: "https://popline.example" },
    { origin: "https://popline.example", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
  ] as Record<string, string>[])("%j may write", async (headers) => {
    await open();
    expect((await write(headers)).statusCode).toBe(200);
  });

  test("without PUBLIC_URL (demo) the page's host has to be the one that was called", async () => {
    await open({ publicUrl: null });
    expect((await write({ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" })).statusCode).toBe(200);
    expect((await write({ host: "127.0.0.1:3000", origin: "http://127.0.0.1:4000" })).statusCode).toBe(403);
    expect((await write({ host: "127.0.0.1:3000", origin: "null" })).statusCode).toBe(403);
  });

  test.each(["PUT", "PATCH", "DELETE"] as const)("%s is a write too", async (method) => {
    await open({}, (http) => {
      http.route({ method, url: "/api/anyone", config: { access: "anyone" }, handler: () => ({}) });
    });
    const headers = { origin: "https://evil.example" };
    expect((await app.inject({ method, url: "/api/anyone", headers })).statusCode).toBe(403);
    expect((await app.inject({ method, url: "/api/anyone" })).statusCode).toBe(200);
  });
});

/** Calls until refused, at most so often; how many passed, and the refusal. */
async function floodUntilRefused(one: (position: number) => ReturnType<typeof call>, most: number) {
  for (let passed = 0; passed < most; passed += 1) {
    const reply = await one(passed);
    if (reply.statusCode === 429) return { passed, refusal: reply };
  }
  return { passed: most, refusal: null };
}

describe("limits (TRUST, flood)", () => {
  test("a person: 100 at once and 20 a second, from whatever address; others are not touched", async () => {
    const { passTime } = await open();
    const from = (position: number) => call("anyone", "ann", {}, `10.0.0.${position}`);
    const { passed, refusal } = await floodUntilRefused(from, 200);
    expect([passed, refusal?.json().type]).toEqual([100, "/problems/too-many-requests"]);
    expect(Number(refusal?.headers["retry-after"])).toBe(1);
    expect((await call("anyone", "ben")).statusCode).toBe(200);
    passTime(1_000);
    expect((await floodUntilRefused(() => call("anyone", "ann"), 200)).passed).toBe(20);
  });

  test("a page and its files count for no person, however many tabs; a call by another spelling does", async () => {
    await open({}, (http) => {
      tinyRoutes(http);
      http.get("/pictures/:name", { config: { access: "anyone" } }, () => ({}));
    });
    const get = (url: string) => app.inject({ url, headers: { cookie: "popline=ann" } });
    const { refusal } = await floodUntilRefused(
      (position) => get(`/${position % 2 ? "pictures/1" : "slots/1"}`),
      1_000,
    );
    expect(refusal).toBeNull();
    expect((await floodUntilRefused(() => get("/%61pi/anyone"), 200)).passed).toBe(100);
  });

  test("a page is there also while nobody can be looked up", async () => {
    const whoIs = () => Promise.reject(new Error("the database is away"));
    const clock = { now: () => 0, wait: async () => undefined };
    app = await createHttp({ settings, secure: false, clock, whoIs, version: "0", doors, routes: tinyRoutes });
    const headers = { cookie: "popline=ann" };
    expect((await app.inject({ url: "/slots/1", headers })).statusCode).toBeLessThan(500);
    app.log.error = () => undefined;
    expect((await app.inject({ url: "/api/signed-in", headers })).statusCode).toBe(500);
  });

  test("the person's limit stays where network limits are off", async () => {
    await open({ networkLimits: false });
    expect((await floodUntilRefused(() => call("anyone", "ann"), 200)).passed).toBe(100);
    expect((await floodUntilRefused(() => call("anyone"), 5_100)).refusal).toBeNull();
  });

  test("a network: 5,000 at once, also on routes that do not exist, whatever X-Forwarded-For says", async () => {
    await open();
    const from = (position: number) => {
      const forged = { "x-forwarded-for": `10.9.${position >> 8}.${position & 255}` };
      return call(position % 2 === 0 ? "anyone" : "nothing", null, forged, "10.1.0.1");
    };
    const { passed, refusal } = await floodUntilRefused(from, 6_000);
    expect([passed, refusal?.headers["retry-after"]]).toEqual([5_000, "1"]);
    expect((await call("anyone", null, {}, "10.1.0.2")).statusCode).toBe(200);
    // The page that tells of the limit is there beyond it, and no other page or write under its name.
    const beyond = { remoteAddress: "10.1.0.1" };
    expect((await app.inject({ ...beyond, url: "/busy?returnTo=%2Fslots%2F1" })).statusCode).not.toBe(429);
    for (const other of ["/", "/busy/", "/busier", "/api/busy"]) {
      expect((await app.inject({ ...beyond, url: other })).statusCode).toBe(429);
    }
    expect((await app.inject({ ...beyond, method: "POST", url: "/busy" })).statusCode).toBe(429);
  });

  test("behind TRUSTED_PROXIES the address is the one the proxy saw, not what was forged before it", async () => {
    await open({ trustedProxies: ["10.1.0.1"] });
    // Some proxies write the port beside it.
    const from = (position: number) => {
      const seen = position % 2 === 0 ? "203.0.113.7" : `203.0.113.7:${position}`;
      return call("anyone", null, { "x-forwarded-for": `10.9.0.${position & 255}, ${seen}` }, "10.1.0.1");
    };
    expect((await floodUntilRefused(from, 6_000)).passed).toBe(5_000);
    const other = { "x-forwarded-for": "203.0.113.8" };
    expect((await call("anyone", null, other, "10.1.0.1")).statusCode).toBe(200);
    expect((await call("anyone", null, other, "10.1.0.2")).statusCode).toBe(200);
  });

  test("a pass that lifts nothing is said to, and only where there is a limit to lift", async () => {
    const ask = async (secret: string) => {
      const headers = { [networkPassHeader]: signNetworkPass(secret, 0) };
      return (await app.inject({ url: "/api/anyone", headers })).headers[networkPassHeader];
    };
    await open();
    expect([await ask(settings.sessionSecret), await ask("of somebody else")]).toEqual([undefined, "refused"]);
    expect((await app.inject({ url: "/api/anyone" })).headers).not.toHaveProperty(networkPassHeader);
    await open({ networkLimits: false });
    expect(await ask("of somebody else")).toBeUndefined();
  });

  test("an IPv6 /64 is one network", async () => {
    await open();
    const from = (position: number) => call("anyone", null, {}, `2001:db8:1:2:${position.toString(16)}::1`);
    expect((await floodUntilRefused(from, 6_000)).passed).toBe(5_000);
    expect((await call("anyone", null, {}, "2001:db8:1:3::1")).statusCode).toBe(200);
  });
});
