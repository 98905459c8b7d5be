import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { languageOf } from "../../platform/http/problems.ts";
import { repository } from "../../platform/repository.ts";
import { createGrants, type Grant, standInPeople } from "./grants.ts";
import { brokenPage, consentPage } from "./page.ts";
import { type Claims, createTokenKey } from "./tokens.ts";

const policy = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const tokenSeconds = 6 * 3600;
const largestForm = 4_096;
const style = join(repository, "server/demo/kakao/page.css");
const type = dirname(fileURLToPath(import.meta.resolve("pretendard/dist/web/variable/pretendardvariable.css")));
/** What is registered with it: the callback of whoever runs on this machine. */
const registered = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/api\/auth\/kakao\/callback$/;

interface Wish {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What unlinks anybody; left out, nobody has it. */
  readonly adminKey?: string;
  /** What the id token says instead; for tests. */
  readonly claims?: (claims: Claims) => Claims;
}

/**
 * A stand-in for Kakao's login, spoken to over HTTP as the real one is: discovery, an authorize page with invented
 * people, codes, signed tokens, user info, unlink. It keeps everything in memory and listens on loopback only.
 */
export async function createStandInKakao({ clientId, clientSecret, adminKey, claims = (usual) => usual }: Wish) {
  // Nobody waits for its idle connections when it stops.
  const app = fastify({ logger: false, bodyLimit: largestForm, forceCloseConnections: true });
  const grants = createGrants();
  const key = createTokenKey();
  let issuer = "";
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );

  app.get("/.well-known/openid-configuration", async () => ({
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    userinfo_endpoint: `${issuer}/v1/oidc/userinfo`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    code_challenge_methods_supported: ["S256"],
  }));
  app.get("/.well-known/jwks.json", () => key.published());
  // The pages' own type: not every machine has a Korean one.
  await app.register(fastifyStatic, { root: type, prefix: "/type/" });
  app.get("/page.css", async (_request, reply) => reply.type("text/css").send(await readFile(style)));

  app.get("/oauth/authorize", async (request, reply) => {
    const asked = new URLSearchParams(request.url.split("?")[1]);
    const ask = (name: string) => asked.get(name) ?? "";
    const isOurs = ask("client_id") === clientId && registered.test(ask("redirect_uri"));
    if (!isOurs || ask("response_type") !== "code" || ask("code_challenge_method") !== "S256") {
      return sendPage(reply.code(400), brokenPage(languageOf(request)), "'none'");
    }
    // Here nobody counts the seconds; whoever wants a token for a code waits for four of them.
    await key.make();
    const redirectUri = ask("redirect_uri");
    const page = grants.ask({
      redirectUri,
      state: ask("state"),
      nonce: ask("nonce"),
      challenge: ask("code_challenge"),
    });
    return sendPage(reply, consentPage(languageOf(request), page), `'self' ${new URL(redirectUri).origin}`);
  });

  app.post("/oauth/authorize", async (request, reply) => {
    const form = request.body as URLSearchParams;
    const asked = grants.asked(form.get("page") ?? "");
    const person = standInPeople.find(({ id }) => String(id) === form.get("person"));
    if (asked === null || person === undefined) {
      return sendPage(reply.code(400), brokenPage(languageOf(request)), "'none'");
    }
    const back = new URL(asked.redirectUri);
    back.searchParams.set("state", asked.state);
    if (form.get("answer") === "agree") {
      back.searchParams.set("code", grants.grant({ ...asked, person, tellsEmail: form.get("email") === "on" }));
    } else {
      back.searchParams.set("error", "access_denied");
      back.searchParams.set("error_description", "User denied access");
    }
    return reply.code(302).header("location", back.href).send();
  });

  app.post("/oauth/token", async (request, reply) => {
    const form = request.body as URLSearchParams;
    const ask = (name: string) => form.get(name) ?? "";
    if (ask("client_id") !== clientId || ask("client_secret") !== clientSecret) {
      return reply.code(401).send({ error: "invalid_client", error_code: "KOE010" });
    }
    const exchanged = grants.exchange(ask("code"), ask("redirect_uri"), ask("code_verifier"));
    if (exchanged === null) return reply.code(400).send({ error: "invalid_grant", error_code: "KOE320" });
    const { grant, token } = exchanged;
    return {
      token_type: "bearer",
      access_token: token,
      expires_in: tokenSeconds,
      id_token: await key.sign(claims(claimsOf(grant, issuer, clientId))),
    };
  });

  app.get("/v2/user/me", async (request, reply) => {
    const grant = grants.behind(bearerOf(request));
    return grant === null
      ? reply.code(401).send({ msg: "this access token does not exist", code: -401 })
      : userOf(grant);
  });
  app.post("/v1/user/unlink", async (request, reply) => {
    const isAdmin = adminKey !== undefined && request.headers.authorization === `KakaoAK ${adminKey}`;
    const id = isAdmin ? targetOf(request.body) : grants.behind(bearerOf(request))?.person.id;
    if (id === undefined) return reply.code(401).send({ msg: "this access token does not exist", code: -401 });
    return grants.unlink(id) ? { id } : reply.code(400).send({ msg: "NotRegisteredUserException", code: -101 });
  });

  return {
    app,
    /** Listens on a free port of this machine; answers the issuer's address. */
    async start(): Promise<string> {
      issuer = await app.listen({ host: "127.0.0.1", port: 0 });
      return issuer;
    },
    stop: () => app.close(),
  };
}

/** A form's answer is a redirect to the client, which `form-action` has to name too. */
function sendPage(reply: FastifyReply, html: string, forms: string): FastifyReply {
  return reply
    .header("content-security-policy", `${policy}; form-action ${forms}`)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(html);
}

const targetOf = (body: unknown) => Number((body as URLSearchParams | undefined)?.get("target_id"));
const bearerOf = ({ headers }: FastifyRequest) => (headers.authorization ?? "").replace(/^Bearer /i, "");

function claimsOf({ person, nonce }: Grant, issuer: string, clientId: string): Claims {
  const now = Math.floor(Date.now() / 1000);
  const { id, nickname } = person;
  return { iss: issuer, aud: clientId, sub: String(id), nickname, nonce, iat: now, exp: now + tokenSeconds };
}

function userOf({ person: { id, nickname, email }, tellsEmail }: Grant) {
  const told = tellsEmail ? { email, is_email_valid: true, is_email_verified: true } : {};
  return { id, kakao_account: { profile: { nickname }, ...told } };
}
