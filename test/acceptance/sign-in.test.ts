import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createStandInKakao } from "../../server/demo/index.ts";
import { realClock } from "../../server/platform/clock.ts";
import { longestReturnTo, type SignInTrouble } from "../../shared/sign-in.ts";
import { profile as texts } from "../../web/src/messages/ko/profile.ts";
import { createKakaoVisitor } from "../services/kakao-visitor.ts";
import { openWorld, type World } from "./world.ts";

const client = { clientId: "popline", clientSecret: "a test's client secret" };
type Claims = Readonly<Record<string, unknown>>;

/** What Kakao does otherwise in a test: what its tokens say, and what becomes of calls to a path. */
let claims: (usual: Claims) => Claims;
let trouble: Record<string, "down" | "slow" | "forged">;
const reset = () => {
  claims = (usual) => usual;
  trouble = {};
};

let world: World;
let kakao: Awaited<ReturnType<typeof createStandInKakao>>;
const waiting: (() => void)[] = [];
beforeAll(async () => {
  reset();
  kakao = await createStandInKakao({ ...client, claims: (usual) => claims(usual) });
  kakao.app.addHook("onRequest", async (request, reply) => {
    const fault = trouble[request.url];
    if (fault === "down") return reply.code(503).send("<h1>Service unavailable</h1>");
    if (fault === "slow") await new Promise<void>((resolve) => waiting.push(resolve));
  });
  kakao.app.addHook("onSend", async (request, _reply, payload) =>
    trouble[request.url] === "forged" ? String(payload).replace(/[\w-]{8}"}$/, 'AAAAAAAA"}') : payload,
  );
  const issuer = await kakao.start();
  const settings = { KAKAO_CLIENT_ID: client.clientId, KAKAO_CLIENT_SECRET: client.clientSecret };
  world = await openWorld({ KAKAO_ISSUER: issuer, ...settings });
});
afterEach(() => {
  reset();
  for (const go of waiting.splice(0)) go();
});
afterAll(async () => {
  await world.close();
  await kakao.stop();
});

const visitor = (host?: string) => createKakaoVisitor(world.ask, host);
const nobody = { status: 401, body: { type: "/problems/sign-in-needed" } };

/** The sign-in leads to its page of trouble, which can be read, and nobody is signed in by it. */
async function expectTrouble(
  who: ReturnType<typeof visitor>,
  answer: { status: number; headers: NodeJS.Dict<unknown> },
  why: SignInTrouble,
  get: (path: string) => Promise<{ status: number; body: Record<string, unknown> }> = who.get,
) {
  expect({ status: answer.status, ...answer.headers }).toMatchObject({
    status: 303,
    location: expect.stringMatching(`^/sign-in/${why}(\\?|$)`),
  });
  expect(await get(String(answer.headers.location))).toMatchObject({
    status: 200,
    body: { text: expect.stringContaining(texts.troubles[why].title) },
  });
  expect(await who.get("/api/me")).toMatchObject(nobody);
}

describe("S1, S5: Kakao login", () => {
  test("code, token and user info become an account and a session, and lead back to where it began", async () => {
    const who = visitor();
    const answer = await who.signIn({}, "/slots/12");
    expect(answer).toMatchObject({ status: 303, headers: { location: "/slots/12" } });
    expect(await who.get("/api/me")).toMatchObject({ status: 200, body: { name: "이서연", role: "visitor" } });
    const [row] = await world.database.query<object>({
      text: "select issuer, subject, email from person where subject = '4100000001'",
      values: [],
    });
    const { body } = await who.get("/api/me/consents");
    expect(body).toMatchObject({ missing: [], items: [{ isGiven: true }, { isGiven: true }, { isGiven: true }] });
    await who.signIn({});
    expect((await who.get("/api/me/consents")).body.items).toHaveLength(3);
    const issuer = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(row).toEqual({ issuer, subject: "4100000001", email: "seoyeon@kakao.example" });
  });

  test("D28: signing in agrees to the text that was on the screen, to no other, and says what is missing", async () => {
    const who = visitor();
    const leave = async (query: string) => {
      const { headers } = await who.get(`/api/auth/kakao?${query}`);
      return new URL(String(headers.location), "http://127.0.0.1:3000");
    };
    for (const query of ["version=2026-11-23", "returnTo=/"]) {
      await who.get(await who.consent(await leave(query), { person: "4100000004" }));
      expect((await who.get("/api/me/consents")).body).toMatchObject({
        items: [],
        missing: ["age-14", "terms", "privacy"],
      });
      expect((await who.get("/api/me")).body).toMatchObject({ mustAgree: true });
    }
    await who.signIn({ person: "4100000004" });
    expect((await who.get("/api/me")).body).toMatchObject({ mustAgree: false, hasAgreedBefore: true });
    await world.database.query({ text: "update consent set is_given = false", values: [] });
    expect((await who.get("/api/me")).body).toMatchObject({ mustAgree: true, hasAgreedBefore: false });
  });

  test("S2: somebody new is asked about themselves, unless they came for a place; nobody is asked twice", async () => {
    const first = await visitor().signIn({ person: "4100000002" }, "/stores/7");
    expect(first.headers.location).toBe("/welcome?returnTo=%2Fstores%2F7");
    const second = await visitor().signIn({ person: "4100000002" }, "/stores/7");
    expect(second.headers.location).toBe("/stores/7");
  });

  test("D19: a second login is the same person and keeps what they have, also when Kakao tells less", async () => {
    const [first, second] = [visitor(), visitor()];
    await first.signIn();
    const before = (await first.get("/api/me")).body;
    const change = "update person set name = '서연', role = 'host', email = 'old@b.example' where id = $1";
    await world.database.query({ text: change, values: [before.id] });
    await second.signIn({ tellsEmail: false });
    const kept = { ...before, name: "서연", role: "host" };
    expect((await second.get("/api/me")).body).toEqual({ ...kept, email: "old@b.example" });
    await second.signIn();
    const text = "select email from person where id = $1";
    const rows = await world.database.query({ text, values: [before.id] });
    expect(rows).toEqual([{ email: "seoyeon@kakao.example" }]);
    expect((await second.get("/api/me")).body).toEqual(kept);
  });

  test("the same e-mail address at another issuer is somebody else", async () => {
    const text = `insert into person (issuer, subject, name, role, email)
      values ('https://elsewhere.example', '4100000003', '하린', 'operator', 'harin@kakao.example')`;
    await world.database.query({ text, values: [] });
    const who = visitor();
    await who.signIn({ person: "4100000003" });
    expect((await who.get("/api/me")).body).toMatchObject({ role: "visitor", name: "최하린" });
  });
});

describe("D19: what comes back is bound to the browser that left", () => {
  test("without state, with another's state, or without the cookie nobody signs in", async () => {
    const [victim, attacker] = [visitor(), visitor()];
    const back = await victim.consent(await victim.leave());
    const foreign = await attacker.consent(await attacker.leave(), { person: "4100000004" });
    await expectTrouble(victim, await victim.get(foreign), "stale");
    const stranger = visitor();
    await expectTrouble(stranger, await stranger.get(back), "stale");
    const other = visitor();
    const stateless = (await other.consent(await other.leave())).replace(/state=[^&]+/, "");
    await expectTrouble(other, await other.get(stateless), "stale");
  });

  test("a cookie that was changed counts for nothing", async () => {
    const who = visitor();
    const back = await who.consent(await who.leave());
    const sealed = who.cookies.get("popline-sign-in") ?? "";
    who.cookies.set(
      "popline-sign-in",
      sealed.replace(/^./, (letter) => (letter === "A" ? "B" : "A")),
    );
    await expectTrouble(who, await who.get(back), "stale");
  });

  test("the same way back works once, also with a copy of the cookie", async () => {
    const who = visitor();
    const back = await who.consent(await who.leave());
    const copy = visitor();
    for (const [name, value] of who.cookies) copy.cookies.set(name, value);
    expect((await who.get(back)).headers.location).not.toMatch(/sign-in/);
    expect(who.cookies.has("popline-sign-in")).toBe(false);
    await expectTrouble(copy, await copy.get(back), "used");
  });

  test("a state that was used brings nobody in again, not even with a code that Kakao gave anew", async () => {
    const who = visitor();
    const to = await who.leave();
    const copy = visitor();
    for (const [name, value] of who.cookies) copy.cookies.set(name, value);
    expect((await who.get(await who.consent(to))).headers.location).not.toMatch(/sign-in/);
    // The same journey once more: the code is fresh, and state, nonce and challenge are those of before.
    await expectTrouble(copy, await copy.get(await copy.consent(to)), "used");
  });

  test("two that come back with it at the same time are one sign-in", async () => {
    const who = visitor();
    const back = await who.consent(await who.leave());
    const twins = [visitor(), visitor()];
    for (const [name, value] of who.cookies) for (const twin of twins) twin.cookies.set(name, value);
    const answers = await Promise.all(twins.map((twin) => twin.get(back)));
    const places = answers.map(({ headers }) => String(headers.location)).sort();
    expect(places).toEqual([expect.not.stringMatching(/^\/sign-in/), "/sign-in/used"]);
  });

  test("PKCE: a code stolen on its way is no use in another browser", async () => {
    const [victim, thief] = [visitor(), visitor()];
    const code = /code=([^&]+)/.exec(await victim.consent(await victim.leave()))?.[1] ?? "";
    const ownWay = (await thief.consent(await thief.leave())).replace(/code=[^&]+/, `code=${code}`);
    await expectTrouble(thief, await thief.get(ownWay), "used");
  });
});

describe("D19: an id token is believed only when all of it is right", () => {
  const past = Math.floor(Date.now() / 1000) - 3_600;
  test.each<[string, Claims]>([
    ["nonce", { nonce: "somebody else's" }],
    ["nonce", { nonce: undefined }],
    ["audience", { aud: "another client" }],
    ["issuer", { iss: "https://kauth.elsewhere.example" }],
    ["time", { iat: past - 60, exp: past }],
    ["subject", { sub: "4100000002" }],
  ])("wrong %s: %j", async (_, wrong) => {
    claims = (usual) => ({ ...usual, ...wrong });
    const who = visitor();
    await expectTrouble(who, await who.signIn(), "invalid");
  });

  test("a signature that is not Kakao's", async () => {
    trouble = { "/oauth/token": "forged" };
    const who = visitor();
    await expectTrouble(who, await who.signIn(), "invalid");
  });
});

describe("a sign-in that comes to nothing says so on a page of ours", () => {
  test("consent refused", async () => {
    const who = visitor();
    const answer = await who.signIn({ answer: "refuse" }, "/stores/7");
    await expectTrouble(who, answer, "denied");
    expect(answer.headers.location).toBe("/sign-in/denied?returnTo=%2Fstores%2F7");
  });

  test.each(["/oauth/token", "/v2/user/me"])("Kakao is down or slow at %s", async (path) => {
    for (const fault of ["down", "slow"] as const) {
      trouble = { [path]: fault };
      const who = visitor();
      await expectTrouble(who, await who.signIn(), "unreachable");
    }
  });

  test("the database in trouble on the way back: the page keeps where it was to lead", async () => {
    const who = visitor();
    const back = await who.consent(await who.leave("/stores/7"));
    const rename = (from: string, to: string) =>
      world.database.query({ text: `alter table ${from} rename to ${to}`, values: [] });
    await rename("used_sign_in", "away");
    const answer = await who.get(back);
    await rename("away", "used_sign_in");
    await expectTrouble(who, answer, "busy");
    expect(answer.headers.location).toBe("/sign-in/busy?returnTo=%2Fstores%2F7");
  });

  test("too many requests of one network: the page that says so is the one thing it still gets", async () => {
    const now = Date.now();
    const limited = await openWorld({ NETWORK_LIMITS: "on" }, { clock: { ...realClock, now: () => now } });
    const get = (path: string) => limited.ask("GET", path);
    const floods = await Promise.all(Array.from({ length: 5_100 }, () => get("/icon.svg")));
    expect(floods.at(-1)).toMatchObject({ status: 429 });
    const answer = await get("/api/auth/kakao?returnTo=/stores/7");
    await expectTrouble(visitor(), answer, "busy", get);
    const elsewhere = await get("/api/auth/kakao?returnTo=//evil.example");
    expect([elsewhere.status, elsewhere.headers.location]).toEqual([303, "/sign-in/busy"]);
    expect(await get("/")).toMatchObject({ status: 429 });
    await limited.close();
  });

  test("too many requests of one person, on the way there and back", async () => {
    const cookie = await world.signIn("서두르는 사람");
    for (const path of ["?returnTo=/stores/7", "/callback?state=x"]) {
      const ask = () => world.ask("GET", `/api/auth/kakao${path}`, { cookie });
      const answers = await Promise.all(Array.from({ length: 400 }, ask));
      const places = answers.map(({ status, headers }) => [status, headers.location]);
      const returnTo = path.startsWith("?") ? "?returnTo=%2Fstores%2F7" : "";
      expect(places).toContainEqual([303, `/sign-in/busy${returnTo}`]);
      expect(answers.filter(({ status }) => status !== 303)).toEqual([]);
    }
  });
});

test.each(["cross-site", "same-site"])("a link on a page elsewhere begins no sign-in: %s", async (site) => {
  const ask = (from: string) => world.ask("GET", "/api/auth/kakao", { headers: { "sec-fetch-site": from } });
  const answer = await ask(site);
  expect([answer.status, answer.headers.location, answer.headers["set-cookie"]]).toEqual([
    303,
    "/sign-in/stale",
    undefined,
  ]);
  expect(String((await ask("same-origin")).headers.location)).toContain("/oauth/authorize?");
});

describe("S1: open redirects", () => {
  test.each([
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "/stores/7\r\nset-cookie: a=b",
    "/stores/7\n",
    "javascript:alert(1)",
    "/stores/7/../../evil",
    "/stores/7?next=//evil.example",
    "/explore?next=evil.example",
    "/explore?state=open/../evil",
    "/explore?state=open\r\nset-cookie:a",
    "/explore?q=//evil.example",
    "/explore?q=a#//evil.example",
    "/host/stores/12/edit?next=evil.example",
    "/host/stores/12/evil",
    "/host//evil.example",
    `/explore?district=${"a".repeat(longestReturnTo)}`,
    "/api/auth/sign-out",
    "stores/7",
    " /",
  ])("%j is no place to come back to", async (returnTo) => {
    const answer = await visitor().get(`/api/auth/kakao?returnTo=${encodeURIComponent(returnTo)}`);
    expect(answer).toMatchObject({ status: 400, body: { type: "/problems/bad-request", fields: ["returnTo"] } });
    expect(answer.headers).not.toHaveProperty("location");
  });

  test.each([
    "/",
    "/explore",
    "/explore?state=open&district=%EC%84%B1",
    `/explore?q=${"%EC%84%B1".repeat(80)}&from=2026-11-27&to=2026-11-30&state=open&category=character`,
    "/host/stores/new",
    "/host/stores/12/edit",
    "/host/stores/12/slots",
    "/host/stores/12/opening",
    "/stores/7",
    "/stores/7/door",
    "/slots/7",
    "/entries/7-12",
  ])("%s is one of our own pages", async (returnTo) => {
    const who = visitor();
    expect((await who.leave(returnTo)).pathname).toBe("/oauth/authorize");
  });

  test("the way back is fixed: only this machine in a demo, whatever Host says", async () => {
    expect(await visitor("evil.example").get("/api/auth/kakao")).toMatchObject({ status: 400 });
    const to = await visitor("localhost:3000").leave();
    expect(to.searchParams.get("redirect_uri")).toBe("http://localhost:3000/api/auth/kakao/callback");
  });

  test("with PUBLIC_URL it is that address alone, and the cookie is bound to it", async () => {
    const https = await openWorld({ PUBLIC_URL: "https://popline.example" });
    const answer = await https.ask("GET", "/api/auth/kakao", { headers: { host: "evil.example" } });
    const to = new URL(String(answer.headers.location));
    expect(to.searchParams.get("redirect_uri")).toBe("https://popline.example/api/auth/kakao/callback");
    expect(String(answer.headers["set-cookie"])).toMatch(/^__Host-popline-sign-in=.*; HttpOnly; Secure; SameSite=Lax$/);
    await https.close();
  });
});
