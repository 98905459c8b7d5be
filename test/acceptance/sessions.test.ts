import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient } from "../../load/crowd/client.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { openLiveClient } from "../services/live-client.ts";
import { startServers } from "../services/servers.ts";
import { createTestDatabase } from "../services/test-database.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const me = async (cookie: string) => (await world.ask("GET", "/api/me", { cookie })).status;
const agents = {
  phone: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1",
  laptop: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
};
async function signInFrom(agent: string, name = "두 기기") {
  const body = { name, role: "visitor" };
  const { headers } = await world.ask("POST", "/api/demo/sign-in", { body, headers: { "user-agent": agent } });
  return String(headers["set-cookie"]).split(";")[0] as string;
}
type Shown = { id: string; browser: string; system: string; isCurrent: boolean; lastSeenAt: string };
const list = async (cookie: string) =>
  (await world.ask("GET", "/api/me/sessions", { cookie })).body.items as unknown as Shown[];

describe("sessions are rows that end on the server", () => {
  test("every sign-in is a session of its own, shown with its device, the own one marked", async () => {
    const [phone, laptop] = [await signInFrom(agents.phone), await signInFrom(agents.laptop)];
    expect(phone).not.toBe(laptop);
    const shown = await list(laptop);
    expect(shown.map(({ browser, system, isCurrent }) => ({ browser, system, isCurrent }))).toEqual([
      { browser: "edge", system: "windows", isCurrent: true },
      { browser: "safari", system: "ios", isCurrent: false },
    ]);
    // Coarse: nobody learns to the minute when somebody was here.
    for (const { lastSeenAt } of shown) expect(lastSeenAt).toMatch(/:00:00\.000Z$/);
  });

  test("signing in again in one browser ends the session it had", async () => {
    const first = await world.signIn("다시");
    const body = { name: "다시", role: "visitor" };
    await world.ask("POST", "/api/demo/sign-in", { body, cookie: first });
    expect(await me(first)).toBe(401);
  });

  test("everybody may ask whose session it is: nobody is an answer, and somebody is told in short", async () => {
    const cookie = await signInFrom(agents.phone, "누구");
    const who = (own?: string) => world.ask("GET", "/api/auth/session", { cookie: own });
    const { body } = await who(cookie);
    const agreed = { isIntroduced: false, mustAgree: false, hasAgreedBefore: false };
    expect(body).toEqual({ id: expect.any(String), name: "누구", role: "visitor", ...agreed });
    await world.ask("POST", "/api/auth/sign-out", { cookie });
    for (const own of [undefined, cookie, "popline=made-up"]) expect((await who(own)).status).toBe(204);
  });

  test("signing out ends this session and no other, and the copied cookie is worth nothing", async () => {
    const [phone, laptop] = [await signInFrom(agents.phone, "하나"), await signInFrom(agents.laptop, "하나")];
    expect((await world.ask("POST", "/api/auth/sign-out", { cookie: phone })).status).toBe(204);
    expect([await me(phone), await me(laptop)]).toEqual([401, 200]);
  });

  test("one session can be ended from another; somebody else's looks absent", async () => {
    const [phone, laptop] = [await signInFrom(agents.phone, "둘"), await signInFrom(agents.laptop, "둘")];
    const other = (await list(laptop)).find(({ isCurrent }) => !isCurrent)?.id;
    const stranger = await world.signIn("남");
    const asStranger = await world.ask("DELETE", `/api/me/sessions/${other}`, { cookie: stranger });
    expect(asStranger).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
    expect(await me(phone)).toBe(200);
    expect((await world.ask("DELETE", `/api/me/sessions/${other}`, { cookie: laptop })).status).toBe(204);
    expect([await me(phone), await me(laptop)]).toEqual([401, 200]);
    expect((await world.ask("DELETE", `/api/me/sessions/${other}`, { cookie: laptop })).status).toBe(404);
  });

  test("sign out everywhere: every cookie is worth nothing, also a stolen one", async () => {
    const cookies = [await signInFrom(agents.phone, "셋"), await signInFrom(agents.laptop, "셋")];
    for (const cookie of cookies) expect(await me(cookie)).toBe(200);
    expect((await world.ask("DELETE", "/api/me/sessions", { cookie: cookies[0] })).status).toBe(204);
    for (const cookie of cookies) expect(await me(cookie)).toBe(401);
  });

  test.each([
    ["POST", "/api/auth/sign-out", undefined],
    ["DELETE", "/api/me/sessions", undefined],
    ["DELETE", "/api/me", { confirmed: true }],
  ] as const)("%s %s takes the cookie from the browser too", async (method, path, body) => {
    const cookie = await world.signIn(`쿠키 ${path}`);
    const { status, headers } = await world.ask(method, path, { cookie, body });
    expect([status, String(headers["set-cookie"])]).toEqual([
      204,
      expect.stringMatching(/^popline=;.*(Max-Age=0|1970)/),
    ]);
  });

  test("a person has at most 20 sessions: the oldest ends for the newest", async () => {
    const cookies: string[] = [];
    for (let count = 0; count < 22; count += 1) cookies.push(await signInFrom(agents.phone, "많은 기기"));
    expect(await list(cookies.at(-1) ?? "")).toHaveLength(20);
    expect([await me(cookies[0] ?? ""), await me(cookies[1] ?? ""), await me(cookies[2] ?? "")]).toEqual([
      401, 401, 200,
    ]);
  });

  test("after 30 days a session is over, whatever its cookie says", async () => {
    const cookie = await world.signIn("오래된");
    const text = "update session set started_at = started_at - interval '31 days' where id = $1";
    const [id = ""] = (cookie.split("=")[1] ?? "").split(".");
    await world.database.query({ text, values: [id] });
    expect(await me(cookie)).toBe(401);
  });

  test("unused for 14 days a session is over, and one that was used yesterday is not", async () => {
    const unused = async (name: string, days: number) => {
      const cookie = await world.signIn(name);
      const text = "update session set started_at = $2, last_seen_at = $2 where id = $1";
      const [id = ""] = (cookie.split("=")[1] ?? "").split(".");
      await world.database.query({ text, values: [id, new Date(Date.now() - days * 86_400_000)] });
      return me(cookie);
    };
    expect([await unused("두 주 만에", 15), await unused("어제", 1)]).toEqual([401, 200]);
  });
});

test("D11, D18: a revoked session closes its sockets, at once here and within seconds on another process", async () => {
  const database = await createTestDatabase({ migrated: true });
  const servers = await startServers(2, database.url);
  const [one, other] = servers.map(({ url }) => createClient(url));
  if (one === undefined || other === undefined) throw new Error("Two servers are needed.");
  const [stolen, own] = [await one.signIn("지수"), await one.signIn("지수")];
  const stay = await one.signIn("민호");
  const here = await openLiveClient(one.url, { cookie: stolen.cookie });
  const there = await openLiveClient(other.url, { cookie: stolen.cookie });
  const untouched = await openLiveClient(one.url, { cookie: stay.cookie });
  expect((await other.send("GET", "/api/me", { cookie: stolen.cookie })).status).toBe(200);

  expect((await one.send("DELETE", "/api/me/sessions", { cookie: own.cookie })).status).toBe(204);
  await waitUntil(() => here.closedWith() === 4401, { what: "the socket here closes", timeoutMs: 20_000 });
  expect((await one.send("GET", "/api/me", { cookie: stolen.cookie })).status).toBe(401);
  // Promised within about 2 s; ten times that here, and less than the 25 s after which its ping would find it out too.
  await waitUntil(() => there.closedWith() === 4401, { what: "the socket there closes", timeoutMs: 20_000 });
  expect((await other.send("GET", "/api/me", { cookie: stolen.cookie })).status).toBe(401);
  expect(untouched.closedWith()).toBeNull();

  untouched.close();
  for (const client of [one, other]) client.close();
  await Promise.all(servers.map(({ stop }) => stop()));
  await database.drop();
});
