import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DrawAnswer, PageAsked } from "../../../shared/pages.ts";
import { answerErrors } from "./errors.ts";
import { servePages } from "./pages.ts";

const built = `<!doctype html><html lang="ko"><head><title>plain</title><meta name="description" content="plain">
<link rel="modulepreload" hreflang="ko" href="/ko.js"><link rel="modulepreload" hreflang="en" href="/en.js"></head>
<body><div id="root"></div><script type="application/json" id="page-data"></script></body></html>`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-pages-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), built);
  await writeFile(join(folder, "icon.svg"), "<svg/>");
  await writeFile(join(folder, "assets/app.js"), "plain");
  await writeFile(join(folder, "assets/app.js.br"), "brotli");
});
afterAll(() => rm(folder, { recursive: true }));

let app: FastifyInstance;
let now = 0;
let asked: PageAsked[] = [];
let draw: (page: PageAsked) => Promise<DrawAnswer>;

beforeEach(async () => {
  now = 0;
  asked = [];
  draw = async ({ path, language, now: moment }) => {
    if (path !== "/") return path === "/explore" ? null : "absent";
    return {
      status: 200,
      title: 'a "title" <b>',
      description: "a & b",
      picture: "/posters/7/share.png",
      markup: "<p>$& drawn</p>",
      rendered: { path, language, now: moment, home: { upcoming: [], stores: [], hasMore: false } },
    };
  };
  app = fastify();
  answerErrors(app);
  await app.register(cookie);
  const spied = (page: PageAsked) => {
    asked.push(page);
    return draw(page);
  };
  await servePages(app, {
    draw: spied,
    clock: { now: () => now },
    isDemo: true,
    contact: "ask@popline.example",
    origin: () => "https://popline.example",
    folder,
  });
});
afterEach(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: "GET", url, headers });

test("a drawn page is the built one with its places filled, and no text breaks out of its place", async () => {
  const { body, headers } = await get("/");
  expect(body).toContain("<title>a &quot;title&quot; &lt;b></title>");
  expect(body).toContain('content="a &amp; b"');
  expect(body).toContain('<div id="root"><p>$& drawn</p></div>');
  expect(headers["content-security-policy"]).toContain("script-src 'self'; style-src 'self'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
});

test("where its address is shared, a page says what it is, with a picture (Open Graph)", async () => {
  const tagsOf = async (url: string) => {
    const { body } = await get(url);
    return Object.fromEntries(
      [...body.matchAll(/<meta property="(og:[\w:]+)" content="([^"]*)">/g)].map((tag) => tag.slice(1)),
    );
  };
  expect(await tagsOf("/")).toMatchObject({
    "og:title": "a &quot;title&quot; &lt;b>",
    "og:description": "a &amp; b",
    "og:url": "https://popline.example/",
    "og:image": "https://popline.example/posters/7/share.png",
  });
  const plain = await tagsOf("/explore?q=달");
  expect(plain).toMatchObject({ "og:title": "plain", "og:image": "https://popline.example/posters/share.png" });
  expect(plain).toMatchObject({ "og:site_name": "팝라인" });
  expect(plain).not.toHaveProperty("og:url");
  expect(await tagsOf("/explore?lang=en")).toMatchObject({
    "og:site_name": "Popline",
    "og:image": "https://popline.example/posters/share.png?lang=en",
  });
});

test("what a page was drawn from cannot end its script", async () => {
  draw = async ({ path, language }) => ({
    status: 200,
    title: "",
    description: "",
    picture: "/x.png",
    markup: "",
    rendered: { path: `${path}</script><script>alert(1)</script>`, language, now: "" },
  });
  const { body } = await get("/");
  expect(body.match(/<script/g)).toHaveLength(1);
  expect(body).toContain("\\u003c/script>");
});

test("an address without a page is 404, and the browser draws that in the reader's language", async () => {
  for (const url of ["/zzz", "/API/slots/7", "/problems/whatever-unknown", "/zzz?lang=en"]) {
    const { statusCode, headers, body } = await get(url);
    expect([url, statusCode, headers["content-type"]]).toEqual([url, 404, "text/html; charset=utf-8"]);
    expect(body).toContain(url.endsWith("en") ? '<html lang="en">' : '<html lang="ko">');
    expect(body).toContain('<div id="root"></div>');
  }
  expect((await get("/explore")).statusCode).toBe(200);
});

test("a page that cannot be drawn is sent plain, so that the browser draws it", async () => {
  draw = async () => {
    throw new Error("no database");
  };
  const { statusCode, body } = await get("/");
  expect(statusCode).toBe(200);
  expect(body).toContain('<div id="root"></div>');
  expect(body).toContain('{"isDemo":true,"contact":"ask@popline.example","rendered":null}');
});

describe("a page is drawn at most once in 1.5 s", () => {
  test("for everybody who comes meanwhile, and again after it", async () => {
    await Promise.all([get("/"), get("/"), get("/?from=a-friend")]);
    expect(asked).toHaveLength(1);
    now = 1_499;
    await get("/");
    expect(asked).toHaveLength(1);
    now = 1_500;
    await get("/");
    expect(asked).toHaveLength(2);
  });

  test("once in each language", async () => {
    await get("/");
    await get("/", { "accept-language": "en-GB,en;q=0.9" });
    expect(asked.map(({ language }) => language)).toEqual(["ko", "en"]);
  });

  test("a failure is not kept", async () => {
    const works = draw;
    draw = async () => {
      throw new Error("no database");
    };
    await get("/");
    draw = works;
    expect((await get("/")).body).toContain("drawn");
  });
});

describe("the language of a page", () => {
  test.each([
    ["what the address asks for", "/?lang=en", { cookie: "popline-language=ko" }, "en"],
    ["what was chosen here before", "/", { cookie: "popline-language=en", "accept-language": "ko" }, "en"],
    ["what the browser wants most", "/", { "accept-language": "fr,ko;q=0.5,en;q=0.8" }, "en"],
    ["Korean for everybody else", "/", { "accept-language": "fr" }, "ko"],
    ["Korean when a language is unknown", "/?lang=xx", {}, "ko"],
  ])("%s", async (_, url, headers, language) => {
    const { body } = await get(url, headers);
    expect(body).toContain(`<html lang="${language}">`);
    expect(body.match(/hreflang="[^"]*"/g)).toEqual([`hreflang="${language}"`]);
  });
});

test("pages are sent as small as the browser takes them", async () => {
  const accepting = (encoding: string) => get("/", { "accept-encoding": encoding });
  const [br, zipped, plain] = [await accepting("gzip, br"), await accepting("gzip"), await accepting("br;q=0")];
  expect(br.headers["content-encoding"]).toBe("br");
  expect(brotliDecompressSync(br.rawPayload).toString()).toContain("drawn");
  expect(gunzipSync(zipped.rawPayload).toString()).toContain("drawn");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.headers.vary).toContain("accept-encoding");
});

test("assets are sent as they were compressed, and kept for ever", async () => {
  const { body, headers } = await get("/assets/app.js", { "accept-encoding": "br" });
  expect(body).toBe("brotli");
  expect(headers).toMatchObject({ "content-encoding": "br", "cache-control": "public, max-age=31536000, immutable" });
});

test("what is kept under its name is asked for again each time: pages, and files at the root", async () => {
  for (const url of ["/", "/icon.svg"]) {
    const { statusCode, headers } = await get(url);
    expect([statusCode, headers["cache-control"]]).toEqual([200, "no-cache"]);
  }
});

test.each(["/assets/none.js", "/assets/", "/assets/%00", "/assets/..%2f..%2fpackage.json"])(
  "%s is not there, and nobody keeps that for a year",
  async (url) => {
    const { statusCode, headers } = await get(url, { "accept-encoding": "br" });
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(String(headers["cache-control"])).not.toMatch(/immutable|max-age/);
  },
);

test("HEAD says of a page what GET does; other methods reach none", async () => {
  const [head, page] = [await app.inject({ method: "HEAD", url: "/" }), await get("/")];
  const told = ({ statusCode, headers }: typeof page) => [
    statusCode,
    headers["content-type"],
    headers["content-length"],
  ];
  expect(told(head)).toEqual(told(page));
  expect((await app.inject({ method: "POST", url: "/" })).statusCode).toBe(404);
});

test("a range that a file has is sent, and one that it has not is refused with its size", async () => {
  const some = await get("/assets/app.js", { range: "bytes=1-3" });
  expect([some.statusCode, some.body, some.headers["content-range"]]).toEqual([206, "lai", "bytes 1-3/5"]);
  const none = await get("/assets/app.js", { range: "bytes=9-", "accept-language": "en" });
  expect([none.statusCode, none.headers["content-range"]]).toEqual([416, "bytes */5"]);
  expect(none.headers["content-type"]).toContain("application/problem+json");
  expect(none.json()).toMatchObject({
    type: "/problems/range-not-satisfiable",
    title: expect.stringContaining("range"),
  });
});

test("no other site may show our pages in a frame", async () => {
  expect((await get("/")).headers["content-security-policy"]).toMatch(/frame-ancestors 'none'(;|$)/);
});

test.each(["/api/nothing", "/posters/9.svg", "/docs/x", "/assets/none.js"])("%s is no page", async (url) => {
  expect((await get(url)).statusCode).toBe(404);
});

test("a build that lost one of its places stops the start", async () => {
  const broken = await mkdtemp(join(tmpdir(), "popline-pages-"));
  await writeFile(join(broken, "index.html"), built.replace("page-data", "other"));
  const start = servePages(fastify(), {
    draw,
    clock: { now: () => 0 },
    isDemo: true,
    contact: "ask@popline.example",
    origin: () => "",
    folder: broken,
  });
  await expect(start).rejects.toThrow("no place for its data");
  await rm(broken, { recursive: true });
});
