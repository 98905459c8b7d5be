import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchProtectedResource,
  type IDToken,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { longestName } from "../../shared/accounts.ts";
import { lineIn } from "../../shared/lines.ts";
import type { SignInTrouble } from "../../shared/sign-in.ts";
import { apiOf, createDiscovery } from "./discovery.kakao.ts";
import type { Identity, SignIn, SignInFailure, SignInProof } from "./ports.ts";

const scope = "openid profile_nickname account_email";
/** For each call; a sign-in makes four at most. */
const patienceSeconds = 4;
/** Sign-ins that wait for Kakao at the same time; beyond, people are told at once to try again. */
const mostAtOnce = 500;

interface Wish {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The issuer that accounts are kept under: the stand-in has another address each time and stays the same. */
  readonly keptAs?: string;
  /** What somebody is called who does not tell. */
  readonly namelessName: string;
  /** Seconds. */
  readonly patience?: number;
  readonly most?: number;
}

const userSchema = Type.Object({
  id: Type.Integer(),
  kakao_account: Type.Optional(
    Type.Object({
      profile: Type.Optional(Type.Object({ nickname: Type.Optional(Type.String()) })),
      email: Type.Optional(Type.String({ minLength: 3, maxLength: 254, pattern: "^[^\\s@]+@[^\\s@]+$" })),
      is_email_valid: Type.Optional(Type.Boolean()),
      is_email_verified: Type.Optional(Type.Boolean()),
    }),
  ),
});
const isUser = Compile(userSchema);

/** Kakao's login: OpenID Connect by discovery, a signed id token, and `/v2/user/me` for name and e-mail address. */
export function createKakaoSignIn(wish: Wish): SignIn {
  const { issuer, clientId, clientSecret, patience = patienceSeconds, most = mostAtOnce } = wish;
  const { keptAs = issuer, namelessName } = wish;
  const configuration = createDiscovery({ issuer, clientId, clientSecret, patience });
  let underWay = 0;

  async function identify(address: URL, { state, nonce, verifier }: SignInProof): Promise<Identity | SignInFailure> {
    const server = await configuration();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await authorizationCodeGrant(server, address, checks);
    const { sub } = tokens.claims() as IDToken;
    const user = await readUser(server, tokens.access_token);
    if (user === null || String(user.id) !== sub) return { trouble: "invalid", cause: "somebody else's user info" };
    return identityOf(user, keptAs, namelessName);
  }

  return {
    async begin(redirectUri) {
      try {
        const proof = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
        const url = buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope,
          state: proof.state,
          nonce: proof.nonce,
          code_challenge: await calculatePKCECodeChallenge(proof.verifier),
          code_challenge_method: "S256",
        });
        return { url: url.href, proof };
      } catch (error) {
        return failureOf(error);
      }
    },

    async finish(address, proof) {
      if (underWay >= most) return { trouble: "unreachable", cause: "too many sign-ins at once" };
      underWay += 1;
      try {
        return await identify(address, proof);
      } catch (error) {
        return failureOf(error);
      } finally {
        underWay -= 1;
      }
    },
  };
}

async function readUser(server: Configuration, accessToken: string): Promise<Static<typeof userSchema> | null> {
  const place = apiOf(server, "/v2/user/me");
  if (place === null) return null;
  const answer = await fetchProtectedResource(server, accessToken, place, "GET");
  const user: unknown = answer.ok ? await answer.json() : null;
  if (answer.status >= 500) throw new TypeError(`user info: ${answer.status}`);
  return isUser.Check(user) ? user : null;
}

function identityOf(
  { id, kakao_account: account }: Static<typeof userSchema>,
  issuer: string,
  namelessName: string,
): Identity {
  const name = lineIn(account?.profile?.nickname ?? "", longestName);
  const isTheirs = account?.is_email_valid === true && account.is_email_verified === true;
  const email = isTheirs ? (account.email ?? null) : null;
  return { issuer, subject: String(id), name: name === "" ? namelessName : name, email };
}

/** What a failure means for people. The log gets its name and code alone: a message may quote what Kakao sent. */
function failureOf(error: unknown): SignInFailure {
  const { code, name } = error as { code?: string; name: string };
  return { trouble: troubleOf(error), cause: [name, code].filter(Boolean).join(" ") };
}

function troubleOf(error: unknown): SignInTrouble {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === "access_denied") return "denied";
    return /^(server_error|temporarily_unavailable)$/.test(error.error) ? "unreachable" : "invalid";
  }
  if (error instanceof ResponseBodyError) return error.error === "invalid_grant" ? "used" : "invalid";
  return isSilence(error) ? "unreachable" : "invalid";
}

/** No connection, no answer in time, or an answer that says only that something is broken over there. */
function isSilence(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof DOMException) return true;
  if (!(error instanceof ClientError)) return false;
  return error.code === "OAUTH_TIMEOUT" || (error.cause instanceof Response && error.cause.status >= 500);
}
