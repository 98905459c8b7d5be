import { createHmac } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createStandInKakao } from "../demo/index.ts";
import { createKakaoSignIn } from "./sign-in.kakao.ts";

const client = { clientId: "popline", clientSecret: "only this test knows" };
/** In seconds; a busy machine makes anybody late. */
const patience = 30;
const redirectUri = "http://127.0.0.1:3000/api/auth/kakao/callback";
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A stand-in whose every call to a path does something else first. */
async function open(interfere: (path: string) => Promise<number | undefined> = async () => undefined) {
  const kakao = await createStandInKakao(client);
  kakao.app.addHook("onRequest", async (request, reply) => {
    const status = await interfere(request.url.split("?")[0] ?? "");
    if (status !== undefined) return reply.code(status).send("<h1>Trouble</h1>");
  });
  ends.push(kakao.stop);
  return kakao.start();
}

/** Agrees on Kakao's page; answers the address the browser comes back to. */
async function agree(url: string, tellsEmail = false): Promise<URL> {
  const page = /name="page" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? "";
  const email = tellsEmail ? { email: "on" } : {};
  const body = new URLSearchParams({ page, person: "4100000004", answer: "agree", ...email });
  const answer = await fetch(new URL("/oauth/authorize", url), { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "");
}

async function begin(signIn: ReturnType<typeof createKakaoSignIn>) {
  const begun = await signIn.begin(redirectUri);
  if ("trouble" in begun) throw new Error(begun.cause);
  return begun;
}

test("S1: state, nonce and a PKCE challenge go along, each new every time, and the verifier stays", async () => {
  const signIn = createKakaoSignIn({ ...client, patience, issuer: await open(), namelessName: "손님" });
  const [one, other] = [await begin(signIn), await begin(signIn)];
  const asked = new URL(one.url).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({
    client_id: "popline",
    redirect_uri: redirectUri,
    response_type: "code",
    state: one.proof.state,
    nonce: one.proof.nonce,
    code_challenge_method: "S256",
  });
  expect(asked.get("scope")?.split(" ")).toContain("openid");
  expect(one.url).not.toContain(one.proof.verifier);
  for (const part of ["state", "nonce", "verifier"] as const) {
    expect(one.proof[part]).not.toBe(other.proof[part]);
    expect(one.proof[part].length).toBeGreaterThanOrEqual(43);
  }
});

test.each([
  ["no address", "Alex Kim", "Alex Kim"],
  ["a name of spaces", "  ", "손님"],
  ["a name with what no name has", "A\u0000le\nx", "Alex"],
  ["a name that turns the text round", "\u202e\ub3c4\u2066\uc724\u2069", "도윤"],
  ["a name of two lines", "도\u2028윤", "도윤"],
  ["half a letter", "도윤\ud83d", "도윤"],
  ["a name with nothing to see", "\u200b\u0301\u3164", "손님"],
  ["a name that begins beyond all measure", `${"\u200b".repeat(40)}도윤`, "손님"],
  ["a family", "👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
  ["a name beyond all measure", "가".repeat(90), "가".repeat(40)],
])("S5: whoever tells %s is somebody all the same", async (_, told, name) => {
  const kakao = await createStandInKakao(client);
  ends.push(kakao.stop);
  kakao.app.addHook("onSend", async ({ url }, _reply, payload) =>
    url === "/v2/user/me" ? String(payload).replace('"Alex Kim"', JSON.stringify(told)) : payload,
  );
  const issuer = await kakao.start();
  const signIn = createKakaoSignIn({ ...client, patience, issuer, keptAs: "kept", namelessName: "손님" });
  const { url, proof } = await begin(signIn);
  const identity = await signIn.finish(await agree(url), proof);
  expect(identity).toEqual({ issuer: "kept", subject: "4100000004", name, email: null });
});

test.each([
  ["is_email_valid", null],
  ["is_email_verified", null],
  ["something else", "alex@kakao.example"],
])("S5: an address is somebody's only when Kakao has verified it, not without %s", async (flag, email) => {
  const kakao = await createStandInKakao(client);
  kakao.app.addHook("onSend", async ({ url }, _reply, payload) =>
    url === "/v2/user/me" ? String(payload).replace(`"${flag}":true`, `"${flag}":false`) : payload,
  );
  ends.push(kakao.stop);
  const signIn = createKakaoSignIn({ ...client, patience, issuer: await kakao.start(), namelessName: "손님" });
  const { url, proof } = await begin(signIn);
  expect(await signIn.finish(await agree(url, true), proof)).toMatchObject({ subject: "4100000004", email });
});

test("Kakao away when somebody begins is said so, and forgotten when it is back", async () => {
  let isAway = true;
  const issuer = await open(async () => (isAway ? 503 : undefined));
  const signIn = createKakaoSignIn({ ...client, patience, issuer, namelessName: "손님" });
  expect(await signIn.begin(redirectUri)).toMatchObject({ trouble: "unreachable" });
  isAway = false;
  expect(await signIn.begin(redirectUri)).toHaveProperty("url");

  const nobody = createKakaoSignIn({ ...client, patience, issuer: "http://127.0.0.1:9", namelessName: "손님" });
  expect(await nobody.begin(redirectUri)).toMatchObject({ trouble: "unreachable" });
});

test("it waits no longer than it may, and for no more people at once than it may", async () => {
  const waiting: (() => void)[] = [];
  const issuer = await open(async (path) => {
    if (path === "/oauth/token") await new Promise<void>((resolve) => waiting.push(resolve));
    return undefined;
  });
  const signIn = createKakaoSignIn({ ...client, issuer, namelessName: "손님", patience: 0.5, most: 1 });
  const beginInTime = () => waitUntil(() => begin(signIn), { what: "Kakao has said in time where its endpoints are" });
  const [one, other] = [await beginInTime(), await beginInTime()];
  const [oneWay, otherWay] = [await agree(one.url), await agree(other.url)];
  const slow = signIn.finish(oneWay, one.proof);
  expect(await signIn.finish(otherWay, other.proof)).toEqual({
    trouble: "unreachable",
    cause: "too many sign-ins at once",
  });
  expect(await slow).toMatchObject({ trouble: "unreachable", cause: expect.stringContaining("TIMEOUT") });
  for (const go of waiting) go();
});

test("what is logged of a failure holds no code, token or secret", async () => {
  const signIn = createKakaoSignIn({ ...client, patience, issuer: await open(), namelessName: "손님" });
  const { url, proof } = await begin(signIn);
  const way = await agree(url);
  const code = way.searchParams.get("code") ?? "";
  const failure = await signIn.finish(way, { ...proof, nonce: "another" });
  expect(failure).toMatchObject({ trouble: "invalid" });
  const said = JSON.stringify(failure);
  for (const secret of [code, proof.verifier, proof.nonce, client.clientSecret]) expect(said).not.toContain(secret);
});

/** Kakao's answers at a path, written anew. */
async function openLying(at: string, rewrite: (answer: Record<string, unknown>) => object) {
  const kakao = await createStandInKakao(client);
  kakao.app.addHook("onSend", async ({ url }, _reply, payload) =>
    url === at ? JSON.stringify(rewrite(JSON.parse(String(payload)))) : payload,
  );
  ends.push(kakao.stop);
  return createKakaoSignIn({ ...client, patience, issuer: await kakao.start(), namelessName: "손님" });
}

test("a body that is no JSON is not quoted in what is logged", async () => {
  const kakao = await createStandInKakao(client);
  kakao.app.addHook("onSend", async ({ url }, _reply, payload) =>
    url === "/v2/user/me" ? String(payload).replace(/^\{/, "") : payload,
  );
  ends.push(kakao.stop);
  const signIn = createKakaoSignIn({ ...client, patience, issuer: await kakao.start(), namelessName: "손님" });
  const { url, proof } = await begin(signIn);
  expect(await signIn.finish(await agree(url), proof)).toEqual({ trouble: "invalid", cause: "SyntaxError" });
});

/** Exchanges one code twice, each time with all that it was given for; answers what comes of the second. */
async function exchangeTwice(forgives: boolean) {
  const kakao = await createStandInKakao(client);
  let tokens: string | null = null;
  kakao.app.addHook("onSend", async ({ url }, reply, payload) => {
    if (url !== "/oauth/token") return payload;
    tokens ??= String(payload);
    if (!forgives) return payload;
    reply.code(200);
    return tokens;
  });
  ends.push(kakao.stop);
  const signIn = createKakaoSignIn({ ...client, patience, issuer: await kakao.start(), namelessName: "손님" });
  const { url, proof } = await begin(signIn);
  const way = await agree(url);
  expect(await signIn.finish(way, proof)).toMatchObject({ subject: "4100000004" });
  return signIn.finish(way, proof);
}

test("D19: a code that was used is refused by Kakao, with the right verifier too, and that is said so", async () => {
  expect(await exchangeTwice(false)).toMatchObject({ trouble: "used" });
});

test("D19 control: were codes good for ever, the second would be believed as the first was", async () => {
  expect(await exchangeTwice(true)).toMatchObject({ subject: "4100000004" });
});

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

test("the control of the lies below: what Kakao says, said again as it is, is believed", async () => {
  const signIn = await openLying("/oauth/token", (answer) => answer);
  const { url, proof } = await begin(signIn);
  expect(await signIn.finish(await agree(url), proof)).toMatchObject({ subject: "4100000004" });
});

test.each([
  ["none", () => ""],
  ["HS256", (text: string) => createHmac("sha256", client.clientSecret).update(text).digest("base64url")],
  ["HS256", (text: string) => createHmac("sha256", "").update(text).digest("base64url")],
])("an id token under another algorithm is not believed: %s", async (alg, sign) => {
  const signIn = await openLying("/oauth/token", (answer) => {
    const text = `${encode({ alg, typ: "JWT", kid: "stand-in" })}.${String(answer.id_token).split(".")[1]}`;
    return { ...answer, id_token: `${text}.${sign(text)}` };
  });
  const { url, proof } = await begin(signIn);
  expect(await signIn.finish(await agree(url), proof)).toMatchObject({ trouble: "invalid" });
});

test("metadata that speaks for another issuer is not believed", async () => {
  const at = "/.well-known/openid-configuration";
  const signIn = await openLying(at, (answer) => ({ ...answer, issuer: "https://kauth.elsewhere.example" }));
  expect(await signIn.begin(redirectUri)).toMatchObject({ trouble: expect.stringMatching(/invalid|unreachable/) });
});

test.each(["/oauth/token", "/v2/user/me"])("a redirect at %s is not followed", async (path) => {
  const kakao = await createStandInKakao(client);
  const reached: string[] = [];
  kakao.app.addHook("onRequest", async ({ url }, reply) => {
    reached.push(url);
    if (url === path) return reply.redirect("/elsewhere", 307);
  });
  ends.push(kakao.stop);
  const signIn = createKakaoSignIn({ ...client, patience, issuer: await kakao.start(), namelessName: "손님" });
  const { url, proof } = await begin(signIn);
  expect(await signIn.finish(await agree(url), proof)).toMatchObject({ trouble: "invalid" });
  expect(reached).toContain(path);
  expect(reached).not.toContain("/elsewhere");
});
