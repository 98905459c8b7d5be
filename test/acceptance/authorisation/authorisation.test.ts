import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Door } from "../../../server/platform/http/caller.ts";
import type { Http } from "../../../server/platform/http/index.ts";
import { realSettings } from "../../services/servers.ts";
import { openWorld } from "../world.ts";
import { openGround } from "./ground.ts";
import { type Ground, judge, missing } from "./judge.ts";
import { matrix } from "./matrix.ts";
import { everybody, hosts, operators, signedIn } from "./people.ts";
import type { Promised } from "./promised.ts";

/** Routes as a careless day would leave them, and what the matrix would promise of each. */
const careless: readonly {
  method?: "DELETE";
  url: string;
  says: Promised;
  finding: RegExp;
  register: (http: Http, url: string) => void;
}[] = [
  {
    url: "/api/careless/:slotId/host",
    says: { door: hosts, reach: hosts },
    finding: /by visitorA, A's: answered 200, not forbidden/,
    register: (http, url) => void http.get(url, { config: { access: "signed-in" } }, () => ({ done: true })),
  },
  {
    url: "/api/careless/:entryId/open",
    says: { door: signedIn, reach: ["visitorA"] },
    finding: /by nobody, A's: answered 200, not sign-in-needed/,
    register: (http, url) => void http.get(url, { config: { access: "anyone" } }, () => ({ done: true })),
  },
  {
    url: "/api/careless/:entryId/ownerless",
    says: { door: signedIn, reach: ["visitorA"] },
    finding: /by visitorB, A's: answered 200, not not-found/,
    register: (http, url) => void http.get(url, { config: { access: "signed-in" } }, () => ({ done: true })),
  },
  {
    url: "/api/careless/closed",
    says: { door: operators },
    finding: /by operator, A's: answered 500/,
    register: (http, url) =>
      void http.get(url, { config: { access: "operator" } }, (_, reply) => reply.code(500).send({})),
  },
  {
    url: "/api/careless/list",
    says: { door: signedIn, lists: { thing: "reservationId", to: ["visitorA"] } },
    finding: /by visitorB, A's: shows A's reservationId/,
    register: (http, url) =>
      void http.get(url, { config: { access: "signed-in" } }, () => ({ id: ground.things.A.reservationId })),
  },
  {
    url: "/api/careless/chatty",
    says: { door: operators },
    finding: /by visitorA, A's: says owner in a refusal/,
    register: (http, url) =>
      void http.get(url, { config: { access: "anyone" } }, (_, reply) =>
        reply.code(403).send({ type: "/problems/forbidden", title: "", status: 403, owner: "지수" }),
      ),
  },
  {
    url: "/api/careless/counter",
    says: { door: everybody },
    finding: /a GET changed something/,
    register: (http, url) =>
      void http.get(url, { config: { access: "anyone" } }, async () => {
        await ground.world.database.query({ text: "update store set bio = bio || '.'", values: [] });
        return {};
      }),
  },
  {
    method: "DELETE",
    url: "/api/careless/:storeId/follow",
    says: { door: signedIn },
    finding: /by visitorA, A's: changed what is of others/,
    register: (http, url) =>
      void http.delete(url, { config: { access: "signed-in" } }, async () => {
        await ground.world.database.query({
          text: "update notification_setting set wants_mail = not wants_mail",
          values: [],
        });
        return {};
      }),
  },
];

let ground: Ground;
let routes: readonly Door[];
beforeAll(async () => {
  ground = await openGround((http) => {
    for (const { url, register } of careless) register(http, url);
  });
  routes = ground.world.doors.filter(({ method }) => method !== "HEAD");
});
afterAll(() => ground.world.close());

const promiseOf = ({ method, url }: Door) => matrix[`${method} ${url}`];

test("I11: every route is in the authorisation matrix, and every line of it is a route", () => {
  const own = ground.world.doors.filter(({ url }) => !url.startsWith("/api/careless/"));
  expect(missing(own, matrix)).toEqual([]);
});

test("D11: a deployment has all of these doors but the demo's own", async () => {
  const world = await openWorld(realSettings);
  const keys = new Set(world.doors.map(({ method, url }) => `${method} ${url}`));
  await world.close();
  const absent = Object.keys(matrix).filter((key) => !keys.has(key) && matrix[key]?.ofBuiltPages !== true);
  expect(absent.filter((key) => !/rehearsals|\/api\/demo\//.test(key))).toEqual([]);
  expect(absent).toContain("POST /api/demo/sign-in");
  expect([...keys].filter((key) => /rehearsals|\/api\/demo\//.test(key))).toEqual([]);
  expect([...keys].filter((key) => !key.startsWith("HEAD") && matrix[key] === undefined)).toEqual([]);
});

test("D12: looking at a page changes no row, whoever looks", async () => {
  const { world, cookies, things } = ground;
  const before = await world.everything();
  const pages = ["/", "/explore", `/stores/${things.A.storeId}`, `/slots/${things.A.slotId}`, "/account", "/nothing"];
  for (const cookie of Object.values(cookies)) for (const page of pages) await world.ask("GET", page, { cookie });
  expect(await world.everything()).toBe(before);
});

test("I11, D11, D12: every route × every caller × own, other's and absent ids keeps the matrix's promise", async () => {
  const findings: string[] = [];
  let judged = 0;
  for (const route of routes) {
    const promised = promiseOf(route);
    if (promised === undefined) continue;
    judged += 1;
    findings.push(...(await judge(ground, route, promised)));
  }
  expect(findings).toEqual([]);
  expect(judged).toBeGreaterThan(30);
}, 300_000);

describe("the matrix itself is seen to fail", () => {
  test("by a route that nobody entered, and by a line without a route", () => {
    const found = missing(ground.world.doors, { ...matrix, "GET /api/gone": { door: everybody } });
    expect(found).toEqual([
      ...careless.map(({ method = "GET", url }) => `${method} ${url} is not in the matrix`),
      "GET /api/gone is no route",
    ]);
  });

  test.each(careless)("by $url", async ({ url, says, finding }) => {
    const planted = routes.find((route) => route.url === url) as Door;
    expect((await judge(ground, planted, says)).join("\n")).toMatch(finding);
  });
});
