import { Type } from "typebox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../settings.ts";
import { pressProblems } from "./named-problems.ts";
import { createHttp, type Http } from "./server.ts";

interface Described {
  readonly requestBody?: { readonly required: boolean; readonly content?: Record<string, { readonly schema: object }> };
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Record<
    string,
    { description: string; content: Record<string, unknown>; headers?: Record<string, unknown> }
  >;
}

let app: Http;
let document: { openapi: string; paths: typeof paths; components: { examples: Record<string, object> } };
let paths: Record<string, Record<string, Described>>;

const openHttp = (secure: boolean) =>
  createHttp({
    settings: readSettings({ DATA_DIR: "memory://" }),
    secure,
    clock: { now: () => 0, wait: async () => undefined },
    whoIs: async () => null,
    version: "0",
    routes: (http) => {
      const optional = Type.Object({ size: Type.Optional(Type.Integer()) });
      const seen = { size: Type.Integer(), seen: Type.Optional(Type.Integer()) };
      const needed = Type.Object(seen, { dependencies: { seen: ["size"] } });
      const response = { 200: Type.Object({ well: Type.Boolean() }) };
      const open = { access: "anyone" } as const;
      const named = { access: "signed-in", problems: [...pressProblems, "line-full"] } as const;
      http.post("/api/optional", { config: named, schema: { body: optional, response } }, () => ({
        well: true,
      }));
      http.post("/api/needed", { config: open, schema: { body: needed, response } }, () => ({ well: true }));
      const picture = { 200: Type.String({ contentMediaType: "image/svg+xml" }) };
      http.get("/api/picture", { config: open, schema: { response: picture } }, () => "<svg/>");
      http.get("/api/silent", { config: open }, () => "well");
    },
  });

beforeAll(async () => {
  app = await openHttp(false);
  document = (await app.inject("/api/openapi.json")).json();
  expect(document.openapi).toBe("3.1.0");
  paths = document.paths;
});
afterAll(() => app.close());

test.each([
  ["/api/optional", "post", ["400", "401", "403", "409", "413", "415", "422", "429", "500", "503"]],
  ["/api/needed", "post", ["400", "403", "413", "415", "429", "500", "503"]],
  ["/api/silent", "get", ["400", "429", "500", "503"]],
])("%s: refusals are problem details by name, and those that pass by themselves say when", (path, method, statuses) => {
  const responses = paths[path]?.[method]?.responses ?? {};
  expect(Object.keys(responses).filter((status) => status >= "400")).toEqual(statuses);
  for (const status of statuses) {
    expect(Object.keys(responses[status]?.content ?? {})).toEqual(["application/problem+json"]);
  }
  for (const status of ["429", "503"]) expect(responses[status]?.headers).toHaveProperty("retry-after");
});

test("what a room refuses is listed with its title, beside what the server refuses by itself", () => {
  const { 409: conflict, 403: forbidden } = paths["/api/optional"]?.post?.responses ?? {};
  expect(conflict?.description).toBe(
    [
      "- `key-in-flight`: The same request is being handled. Please try again in a moment.",
      "- `line-full`: The line is full.",
    ].join("\n"),
  );
  expect(forbidden?.content["application/problem+json"]).toEqual({
    schema: { $ref: "#/components/schemas/problem" },
    examples: { "foreign-origin": { $ref: "#/components/examples/foreign-origin" } },
  });
  const { value } = document.components.examples["line-full"] as { value: object };
  expect(value).toMatchObject({ type: "/problems/line-full", status: 409 });
});

test("the page is Popline's: its name and icon, no bar, nothing from elsewhere", async () => {
  const page = (await app.inject("/docs/")).body;
  expect(page).toContain("<title>Popline API</title>");
  expect(page).not.toMatch(/https?:/);
  const icon = await app.inject("/docs/static/theme/icon.svg");
  expect([icon.statusCode, icon.headers["content-type"]]).toEqual([200, "image/svg+xml; charset=utf-8"]);
  expect((await app.inject("/docs/static/swagger-initializer.js")).body).toContain('layout":"BaseLayout"');
});

test("what a route answers when all is well stays as the route says", () => {
  expect(Object.keys(paths["/api/silent"]?.get?.responses ?? {})).toContain("200");
  expect(Object.keys(paths["/api/needed"]?.post?.responses["200"]?.content ?? {})).toEqual(["application/json"]);
});

test("an answer that is no JSON is listed under its own type", () => {
  expect(Object.keys(paths["/api/picture"]?.get?.responses["200"]?.content ?? {})).toEqual(["image/svg+xml"]);
});

test("a body is required where a field of it is", () => {
  expect(paths["/api/optional"]?.post?.requestBody?.required).toBe(false);
  expect(paths["/api/needed"]?.post?.requestBody?.required).toBe(true);
});

test("fields that need others are told in the words of OpenAPI 3.1", () => {
  const schema = paths["/api/needed"]?.post?.requestBody?.content?.["application/json"]?.schema;
  expect(schema).toMatchObject({ dependentRequired: { seen: ["size"] } });
  expect(schema).not.toHaveProperty("dependencies");
});

test("writes take a key, and closed routes a session", () => {
  expect(paths["/api/optional"]?.post?.parameters).toMatchObject([{ name: "idempotency-key" }]);
  expect(paths["/api/optional"]?.post?.security).toEqual([{ session: [] }]);
  expect(paths["/api/needed"]?.post?.security).toBeUndefined();
});

test.each([
  ["http", false, "popline"],
  ["https", true, "__Host-popline"],
])("the session's cookie has the name that it has over %s", async (_, secure, name) => {
  const served = await openHttp(secure);
  const { components } = (await served.inject("/api/openapi.json")).json();
  await served.close();
  expect(components.securitySchemes.session).toEqual({ type: "apiKey", in: "cookie", name });
});
