import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Door as Route } from "../../server/platform/http/caller.ts";

import { problemStatus } from "../../shared/problems.ts";
import { addresses } from "../../web/src/addresses.ts";
import { openGround } from "./authorisation/ground.ts";
import type { Ground } from "./authorisation/judge.ts";
import { matrix } from "./authorisation/matrix.ts";
import type { CallerName } from "./authorisation/people.ts";
import type { Promised } from "./authorisation/promised.ts";
import type { Things } from "./authorisation/things.ts";
import { type Ask, type Method, openWorld } from "./world.ts";

interface Write {
  readonly route: Route;
  readonly promised: Promised;
  /** Somebody whose call would succeed. */
  readonly caller: CallerName;
}

let ground: Ground;
let routes: readonly Route[];
let writes: readonly Write[];
beforeAll(async () => {
  ground = await openGround();
  routes = ground.world.doors.filter(({ method }) => method !== "HEAD");
  writes = routes.filter(({ method }) => method !== "GET").map(callOf);
});
afterAll(() => ground.world.close());

const promiseOf = ({ method, url }: Route) => matrix[`${method} ${url}`] as Promised;
const pathOf = ({ url }: Route, things: Things) => url.replace(/:(\w+)/g, (_, name: keyof Things) => things[name]);

function callOf(route: Route): Write {
  const promised = promiseOf(route);
  const caller = (promised.reach ?? promised.door).find((one) => one !== "nobody") as CallerName;
  return { route, promised, caller };
}

/** Makes a write that would succeed, but for what the test changes in it. */
function press({ route, promised, caller }: Write, more: Partial<Ask> = {}, query = "") {
  const body = promised.body?.(ground.things.A);
  const cookie = ground.cookies[caller];
  const ask = { cookie, ...(body === undefined ? {} : { body }), ...more };
  return ground.world.ask(route.method as Method, pathOf(route, ground.things.A) + query, ask);
}

/** Every write route with every change is refused with this status, and no row anywhere has changed. */
async function refusesEverywhere(status: number, changes: (write: Write) => readonly Partial<Ask>[]): Promise<void> {
  const before = await ground.world.everything();
  const wrong: string[] = [];
  let asked = 0;
  for (const write of writes) {
    for (const change of changes(write)) {
      const answer = await press(write, change);
      asked += 1;
      if (answer.status !== status) {
        wrong.push(`${write.route.method} ${write.route.url} ${JSON.stringify(change)}: ${answer.status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(writes.length);
  expect(await ground.world.everything()).toBe(before);
}

const formTypes = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
/** Mail programs post a form to it (RFC 8058); no session counts there, the signed address says whose mails. */
const oneClick = "/api/notifications/unsubscribe";
/** A mail, shown inside the demo's own mailbox. */
const framed = "/api/demo/mailbox/:mailId/page";

describe("CSRF: on every write route", () => {
  test("a page from elsewhere is refused, whichever of the two headers gives it away", () =>
    refusesEverywhere(403, () =>
      [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "surprise" },
      ].map((headers) => ({ headers: headers as Record<string, string> })),
    ));

  test("what a form can send is refused: text, form fields, files", () =>
    refusesEverywhere(415, ({ route, promised }) =>
      ["text/plain", "application/xml", ...(route.url === oneClick ? [] : formTypes)].map((type) => ({
        headers: { "content-type": type },
        body: JSON.stringify(promised.body?.(ground.things.A) ?? {}),
      })),
    ));
});

const planted = {
  role: "operator",
  ownerId: "1",
  state: "confirmed",
  capacity: 99_999,
  id: "1",
  personId: "1",
  storeId: "1",
  slotId: "1",
  session_version: 0,
  email: "a@b.example",
  isAdmin: true,
};

test("mass assignment: on every write route, each field that is not asked for is refused", () =>
  refusesEverywhere(400, ({ route, promised }) => {
    const asked = (route.schema?.body as { properties?: object } | undefined)?.properties ?? {};
    const body = (promised.body?.(ground.things.A) ?? {}) as object;
    // A picture has no fields, and neither has another file.
    const { consumes } = (route.schema ?? {}) as { consumes?: unknown };
    if (Buffer.isBuffer(body) || consumes !== undefined) return [];
    return Object.entries(planted)
      .filter(([name]) => !(name in asked))
      .map(([name, value]) => ({ body: { ...body, [name]: value } }));
  }));

test("bookings are not readable by query parameter: naming somebody changes no answer, on any GET route", async () => {
  const { cookies, things, world } = ground;
  const names = ["personId", "person", "userId", "ownerId", "as", "visitor", "email"];
  const query = names.map((name) => `${name}=${things.A.visitorId}`).join("&");
  const wrong: string[] = [];
  for (const route of routes.filter(({ method }) => method === "GET")) {
    if (promiseOf(route).door.includes("nobody")) continue;
    const path = pathOf(route, things.A);
    const [plain, asked] = [
      await world.ask("GET", path, { cookie: cookies.visitorB }),
      await world.ask("GET", `${path}?${query}`, { cookie: cookies.visitorB }),
    ];
    const isSame = asked.status === 400 || JSON.stringify(asked.body) === JSON.stringify(plain.body);
    if (!isSame) wrong.push(`GET ${route.url}: ${JSON.stringify(asked.body)}`);
  }
  expect(wrong).toEqual([]);
});

test("a session's cookie is in no answer's body, on any GET route", async () => {
  const { cookies, things, world } = ground;
  const told: string[] = [];
  let bytes = 0;
  for (const route of routes.filter(({ method }) => method === "GET")) {
    const cookie = cookies[callOf(route).caller] as string;
    const answer = await world.ask("GET", pathOf(route, things.A), { cookie });
    bytes += answer.bytes.length;
    // Its last part is the signature: without it the number of a session, which its list shows, opens nothing.
    if (answer.bytes.includes(cookie.split(".").at(-1) as string)) told.push(route.url);
  }
  expect(told).toEqual([]);
  expect(bytes).toBeGreaterThan(10_000);
});

test("explicit answer fields: every route of the API that answers JSON says which", () => {
  const leads = ["/api/auth/kakao", "/api/auth/kakao/callback", oneClick];
  const speaksOtherwise = new Set(["/api/openapi.json", "/api/live", ...leads]);
  const silent = routes.filter(({ url, schema }) => {
    const answers = Object.keys((schema?.response as object | undefined) ?? {});
    return url.startsWith("/api/") && !speaksOtherwise.has(url) && !answers.some((status) => status.startsWith("2"));
  });
  expect(silent.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
});

describe("the documentation", () => {
  interface Operation {
    readonly tags?: readonly string[];
    readonly summary?: string;
    readonly responses: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
  }
  const namesOf = ({ responses }: Operation) =>
    Object.entries(responses).flatMap(([status, { content }]) =>
      Object.keys(content?.["application/problem+json"]?.examples ?? {}).map((name) => `${status} ${name}`),
    );
  async function operations(): Promise<[string, Operation][]> {
    const { body } = await ground.world.ask("GET", "/api/openapi.json");
    return Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
    );
  }

  test("every operation has one tag, a summary of its own, and its problems by name", async () => {
    const all = await operations();
    expect(all.length).toBeGreaterThan(80);
    const wrong = all.filter(
      ([, { tags, summary }]) => tags?.length !== 1 || !/^[A-Z].{5,69}[^.]$/.test(summary ?? ""),
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
    expect(new Set(all.map(([, { summary }]) => summary)).size).toBe(all.length);
    const promised = routes.filter(({ schema }) => schema !== undefined && !("hide" in schema));
    for (const { method, url, problems } of promised) {
      const name = `${method.toLowerCase()} ${url.replace(/:(\w+)/g, "{$1}")}`;
      const found = namesOf(all.find(([one]) => one === name)?.[1] as Operation);
      expect([name, found.sort()]).toEqual([name, problems.map((one) => `${problemStatus[one]} ${one}`).sort()]);
    }
  });

  test("whoever joins finds there what may be refused, and every problem there is belongs to a route", async () => {
    const all = new Map(await operations());
    const join = namesOf(all.get("post /api/slots/{slotId}/entries") as Operation);
    expect(join).toEqual(expect.arrayContaining(["409 not-open", "409 line-full", "409 party-too-large"]));
    const named = new Set([...all.values()].flatMap(namesOf).map((one) => one.split(" ")[1]));
    const nobodys = Object.keys(problemStatus).filter((name) => !named.has(name));
    const ofConnections = ["headers-too-large", "method-not-allowed", "range-not-satisfiable", "request-timeout"];
    expect(nobodys.sort()).toEqual(ofConnections);
  });
});

describe("headers", () => {
  test("every answer of every route: no sniffing, no frame, no inline script, nothing for other sites", async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const body = promiseOf(route).body?.(ground.things.A);
      const path = pathOf(route, ground.things.A);
      const from = { headers: { origin: "https://evil.example" } };
      const ask = { ...(route.method === "GET" ? from : {}), ...(body === undefined ? {} : { body }) };
      const { headers } = await ground.world.ask(route.method as Method, path, ask);
      const policy = String(headers["content-security-policy"]);
      const type = String(headers["content-type"] ?? "");
      const says = {
        nosniff: headers["x-content-type-options"] === "nosniff",
        referrer: headers["referrer-policy"] === "same-origin",
        resources: headers["cross-origin-resource-policy"] === "same-origin",
        frames: policy.includes(`frame-ancestors '${route.url === framed ? "self" : "none"}'`),
        objects: /object-src 'none'/.test(policy) && /base-uri 'none'/.test(policy) && /form-action '/.test(policy),
        scripts: !/script-src[^;]*('unsafe|\*|https?:|data:)/.test(policy) && /default-src '(none|self)'/.test(policy),
        kept: headers["cache-control"] !== undefined,
        letters: !/^text\/|xml/.test(type) || /; charset=utf-8$/i.test(type),
        shared: !Object.keys(headers).some((name) => name.startsWith("access-control-")),
      };
      const missing = Object.entries(says).flatMap(([name, isSaid]) => (isSaid ? [] : [name]));
      if (missing.length > 0) wrong.push(`${route.method} ${route.url}: ${missing.join(", ")}`);
    }
    expect(wrong).toEqual([]);
  });

  test("pages: a window of their own, no device but a camera, and scripts from here alone", async () => {
    const { headers } = await ground.world.ask("GET", "/docs");
    expect(headers).toMatchObject({
      "content-type": expect.stringMatching(/^text\/html/),
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringMatching(/geolocation=\(\).*camera=\(self\)$/),
      "content-security-policy": expect.stringContaining("script-src 'self'; style-src 'self'"),
    });
  });

  test("an address of the browser's router is a page, and any other is answered with 404 and a page", async () => {
    const { storeId, slotId } = ground.things.A;
    const statusOf = async (url: string) => {
      const { status, headers } = await ground.world.ask("GET", url);
      expect([url, headers["content-type"]]).toEqual([url, "text/html; charset=utf-8"]);
      return [url, status];
    };
    for (const address of addresses) {
      const path = address.replace(":id", address.startsWith("/slots") ? slotId : storeId).replace(":entry", "1-1");
      expect(await statusOf(path)).toEqual([path, 200]);
    }
    const { draftId } = ground.things.A;
    const absent = ["/stores/999999999", `/stores/${draftId}`].flatMap((store) => [store, `${store}/room`]);
    for (const path of ["/zzz", `/API/slots/${slotId}`, "/problems/whatever-unknown", ...absent]) {
      expect(await statusOf(path)).toEqual([path, 404]);
    }
  });

  test("HSTS and a __Host- cookie on https, neither on a laptop's http", async () => {
    const secure = await openWorld({ PUBLIC_URL: "https://popline.example" });
    const body = { name: "지수", role: "visitor" };
    const [there, here] = await Promise.all(
      [secure, ground.world].map((world) => world.ask("POST", "/api/demo/sign-in", { body })),
    );
    expect(there?.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
    expect(String(there?.headers["set-cookie"])).toMatch(/^__Host-popline=.*Path=\/; HttpOnly; Secure; SameSite=Lax/);
    expect(here?.headers["strict-transport-security"]).toBeUndefined();
    expect(String(here?.headers["set-cookie"])).toMatch(/^popline=.*HttpOnly; SameSite=Lax/);
    await secure.close();
  });
});

test("a forged X-Forwarded-For is written down nowhere", async () => {
  const write = writes.find(({ promised }) => promised.deed === "slot-changed") as Write;
  const headers = { "x-forwarded-for": "203.0.113.77", forwarded: "for=203.0.113.77", "x-real-ip": "203.0.113.77" };
  expect((await press(write, { headers })).status).toBe(200);
  expect(await ground.world.everything()).not.toContain("203.0.113");
});

test("D18: a socket's handshake from a page elsewhere is refused", async () => {
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "same-site" }]) {
    const answer = await ground.world.ask("GET", "/api/live", { headers: headers as Record<string, string> });
    expect(answer.body.type).toBe("/problems/foreign-origin");
  }
});
