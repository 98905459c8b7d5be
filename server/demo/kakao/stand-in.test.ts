import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStandInKakao } from "./stand-in.ts";

const client = { clientId: "popline", clientSecret: "only this test knows" };
const adminKey = "the app's admin key";
const verifier = "v".repeat(43);
const redirectUri = "http://localhost:3000/api/auth/kakao/callback";
const asked = {
  client_id: client.clientId,
  redirect_uri: redirectUri,
  response_type: "code",
  scope: "openid",
  state: "a state",
  nonce: "a nonce",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
};

let kakao: Awaited<ReturnType<typeof createStandInKakao>>;
let issuer: string;
beforeAll(async () => {
  kakao = await createStandInKakao({ ...client, adminKey });
  issuer = await kakao.start();
});
afterAll(() => kakao.stop());

const authorize = (changes: Record<string, string> = {}) =>
  fetch(`${issuer}/oauth/authorize?${new URLSearchParams({ ...asked, ...changes })}`);
const post = (path: string, form: Record<string, string>, headers = {}) =>
  fetch(issuer + path, { method: "POST", body: new URLSearchParams(form), redirect: "manual", headers });

async function codeFor(person: string): Promise<string> {
  const page = /name="page" value="([^"]+)"/.exec(await (await authorize()).text())?.[1] ?? "";
  const answer = await post("/oauth/authorize", { page, person, answer: "agree", email: "on" });
  const back = new URL(answer.headers.get("location") ?? "");
  expect(back.searchParams.get("state")).toBe(asked.state);
  return back.searchParams.get("code") ?? "";
}
const exchange = (code: string, changes: Record<string, string> = {}) =>
  post("/oauth/token", {
    grant_type: "authorization_code",
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
    ...changes,
  });

test("it leads back only to addresses that are registered, and asks nobody for a password", async () => {
  const page = await authorize();
  const html = await page.text();
  expect(html).toContain("이서연");
  expect(html).not.toMatch(/type="password"/);
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://localhost:3000");
  for (const wrong of [
    { client_id: "another" },
    { redirect_uri: "http://evil.example/api/auth/kakao/callback" },
    { redirect_uri: "http://localhost:3000/elsewhere" },
    { redirect_uri: "http://localhost@evil.example/api/auth/kakao/callback" },
    { response_type: "token" },
    { code_challenge_method: "plain" },
  ]) {
    const answer = await authorize(wrong);
    expect({ wrong, status: answer.status }).toEqual({ wrong, status: 400 });
  }
});

test("a code is exchanged once, by its client, with its verifier, for the same address", async () => {
  const code = await codeFor("4100000001");
  expect((await exchange(code)).status).toBe(200);
  expect((await exchange(code)).status).toBe(400);
  for (const wrong of [
    { code_verifier: "w".repeat(43) },
    { redirect_uri: "http://localhost:1/api/auth/kakao/callback" },
  ]) {
    expect((await exchange(await codeFor("4100000001"), wrong)).status).toBe(400);
  }
  expect((await exchange(await codeFor("4100000001"), { client_secret: "guessed" })).status).toBe(401);
});

const target = (person: string) => ({ target_id_type: "user_id", target_id: person });

test("unlinking forgets every token of the person, and of nobody else, by a token or the app's key", async () => {
  const tokenOf = async (person: string) =>
    String(((await (await exchange(await codeFor(person))).json()) as { access_token: string }).access_token);
  const [one, again, other] = [await tokenOf("4100000001"), await tokenOf("4100000001"), await tokenOf("4100000002")];
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const statusOf = async (token: string) => (await fetch(`${issuer}/v2/user/me`, { headers: bearer(token) })).status;
  expect(await (await post("/v1/user/unlink", {}, bearer(one))).json()).toEqual({ id: 4_100_000_001 });
  expect([await statusOf(one), await statusOf(again), await statusOf(other)]).toEqual([401, 401, 200]);
  expect((await post("/v1/user/unlink", {}, bearer(one))).status).toBe(401);

  const byKey = (key: string, person: string) =>
    post("/v1/user/unlink", target(person), { authorization: `KakaoAK ${key}` });
  for (const key of ["guessed", "undefined", ""]) expect((await byKey(key, "4100000002")).status).toBe(401);
  expect(await statusOf(other)).toBe(200);
  expect(await (await byKey(adminKey, "4100000002")).json()).toEqual({ id: 4_100_000_002 });
  expect(await statusOf(other)).toBe(401);
  const second = await byKey(adminKey, "4100000002");
  expect([second.status, await second.json()]).toMatchObject([400, { code: -101 }]);
});
