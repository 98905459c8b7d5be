import cookie from "@fastify/cookie";
import fastify from "fastify";
import { expect, test } from "vitest";
import { createSealedCookie } from "./sealed-cookie.ts";

const wish = { name: "journey", secret: "a secret of this test, long enough", secure: false, seconds: 600 };
const content = { state: "abc", returnTo: "/stores/7?가" };

/** What a browser gets when the cookie is set, and what is read from one it sends. */
async function open(changes: Partial<typeof wish> = {}) {
  const sealed = createSealedCookie<typeof content>({ ...wish, ...changes });
  const app = fastify();
  await app.register(cookie);
  let now = 1_000;
  app.get("/set", (_request, reply) => {
    sealed.set(reply, content, now);
    return reply.send();
  });
  app.get("/read", async (request) => ({ content: sealed.read(request, now) }));
  const [set] = (await app.inject("/set")).cookies;
  const read = async (name: string, value: string) =>
    (await app.inject({ url: "/read", headers: { cookie: `${name}=${value}` } })).json().content;
  return {
    name: set?.name ?? "",
    value: set?.value ?? "",
    set,
    read,
    passTime: (ms: number) => {
      now += ms;
    },
  };
}

test("says what was put into it, to no script, and only as long as it may", async () => {
  const { name, value, set, read, passTime } = await open();
  expect(set).toMatchObject({ name: "journey", httpOnly: true, sameSite: "Lax", path: "/", maxAge: 600 });
  expect(await read(name, value)).toEqual(content);
  passTime(599_999);
  expect(await read(name, value)).toEqual(content);
  passTime(1);
  expect(await read(name, value)).toBeNull();
});

test("behind https it is bound to this host, and one that was planted does not count", async () => {
  const { name, value, set, read } = await open({ secure: true });
  expect(set).toMatchObject({ name: "__Host-journey", secure: true, path: "/" });
  expect(set?.domain).toBeUndefined();
  expect(await read("journey", value)).toBeNull();
  expect(await read(name, value)).toEqual(content);
});

test("changed, cut off, or made for something else or with another secret it is nobody's", async () => {
  const { name, value, read } = await open();
  const other = (at: number) => value.slice(0, at) + (value[at] === "A" ? "B" : "A") + value.slice(at + 1);
  const changed = Array.from({ length: value.length }, (_, at) => other(at));
  const foreign = [(await open({ secret: `${wish.secret}.` })).value, (await open({ name: "visit" })).value];
  for (const text of [...changed, ...foreign, value.slice(0, -1), `${value}A`, "", ".", "..", "x".repeat(3_000)]) {
    expect(await read(name, text)).toBeNull();
  }
});

test("at the very door, where no cookie has been read yet, there is none", async () => {
  const sealed = createSealedCookie<typeof content>(wish);
  const app = fastify();
  app.addHook("onRequest", async (request, reply) => reply.send({ content: sealed.read(request, 1_000) }));
  await app.register(cookie);
  app.get("/", () => "never");
  expect((await app.inject("/")).json()).toEqual({ content: null });
});
