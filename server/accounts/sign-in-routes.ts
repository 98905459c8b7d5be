import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { type Language, languageParameter, languages } from "../../shared/languages.ts";
import {
  isOwnPath,
  isPlacePath,
  longestReturnTo,
  signInPath,
  signInTroublePath,
  welcomePath,
} from "../../shared/sign-in.ts";
import { lineOfText } from "../../shared/texts.ts";
import {
  comesFromElsewhere,
  type Http,
  keepLanguage,
  pageLanguage,
  type SealedCookie,
  sendProblem,
  setSession,
} from "../platform/http/index.ts";
import type { SignInProof } from "./ports.ts";
import { deviceOf, isLoopback } from "./rules.ts";
import type { Accounts } from "./service.ts";

/** What a browser keeps while it is at Kakao. */
export type Journey = SignInProof & {
  readonly returnTo: string;
  /** Of the text that the page with the button showed. */
  readonly version?: string;
  readonly language?: Language;
};

interface World {
  readonly accounts: Accounts;
  readonly journey: SealedCookie<Journey>;
  readonly secure: boolean;
  /** Our own address; null in a demo that is called whatever its browser calls it, as long as it is this machine. */
  readonly publicUrl: string | null;
  readonly now: () => number;
}

const beginQuery = Type.Object({
  returnTo: Type.Optional(Type.String({ maxLength: longestReturnTo })),
  version: Type.Optional(lineOfText(40)),
  [languageParameter]: Type.Optional(Type.Enum([...languages])),
});
const tags = ["Signing in"];
const nothing = Type.Null();

/** Where the request came with what, as a sign-in wants to know it. */
export function arrivalOf(request: FastifyRequest, language = pageLanguage(request)) {
  const { headers, caller } = request;
  const earlier = caller === null ? null : { id: caller.id, session: caller.session };
  return { device: deviceOf(headers["user-agent"]), language, earlier };
}

/**
 * Kakao login: away with a proof in a cookie, and back with it. What fails on the way, at Kakao or here, ends on a page
 * of ours; a `returnTo` or a Host that no page of ours sends is refused as anywhere else.
 */
export function signInRoutes(app: Http, { accounts, journey, secure, publicUrl, now }: World): void {
  /** Fixed where we have an address; Kakao takes only addresses that were registered with it. */
  function redirectUriOf({ headers: { host = "" } }: FastifyRequest): string | null {
    if (publicUrl !== null) return new URL(`${signInPath}/callback`, publicUrl).href;
    return isLoopback(host) ? `http://${host}${signInPath}/callback` : null;
  }
  function leave(reply: FastifyReply, to: string): FastifyReply {
    return reply.redirect(to, 303);
  }

  const busy = (returnTo: unknown) => `${signInTroublePath("busy")}${returnQuery(ownPathOf(returnTo))}`;

  app.get(
    signInPath,
    {
      config: { access: "anyone", failsTo: ({ query }) => busy((query as { returnTo?: unknown } | null)?.returnTo) },
      schema: {
        tags,
        summary: "Leads to Kakao, to sign in there",
        querystring: beginQuery,
        response: { 303: nothing },
      },
    },
    async (request, reply) => {
      const { returnTo = "/", version } = request.query;
      const redirectUri = redirectUriOf(request);
      if (!isOwnPath(returnTo)) return sendProblem(reply, { problem: "bad-request", fields: ["returnTo"] });
      if (redirectUri === null) return sendProblem(reply, { problem: "bad-request", fields: ["Host"] });
      // Kakao may ask nothing of somebody it knows: then a link elsewhere would sign them in without a word from them.
      if (comesFromElsewhere(request, publicUrl)) return leave(reply, signInTroublePath("stale"));
      const begun = await accounts.beginSignIn(redirectUri);
      if ("trouble" in begun) {
        request.log.warn({ cause: begun.cause }, "a sign-in could not begin");
        return leave(reply, signInTroublePath(begun.trouble));
      }
      const shown = { language: pageLanguage(request), ...(version === undefined ? {} : { version }) };
      journey.set(reply, { ...begun.proof, returnTo, ...shown }, now());
      return leave(reply, begun.url);
    },
  );

  app.get(
    `${signInPath}/callback`,
    {
      config: { access: "anyone", failsTo: (request) => busy(journey.read(request, now())?.returnTo) },
      schema: { tags, summary: "Where Kakao leads back to", response: { 303: nothing } },
    },
    async (request, reply) => {
      const kept = journey.read(request, now());
      journey.clear(reply);
      const redirectUri = redirectUriOf(request);
      if (redirectUri === null) return sendProblem(reply, { problem: "bad-request", fields: ["Host"] });
      const { language = pageLanguage(request) } = kept ?? {};
      // The address of a page asked for its language, and the one they come back to asks for none.
      if (language !== pageLanguage(request)) keepLanguage(reply, language);
      const { search } = new URL(request.url, redirectUri);
      const answer = await accounts.finishSignIn(new URL(search, redirectUri), kept, arrivalOf(request, language));
      if ("trouble" in answer) {
        app.watch(request, "sign-in", { trouble: answer.trouble, cause: answer.cause });
        return leave(reply, `${signInTroublePath(answer.trouble)}${returnQuery(kept?.returnTo)}`);
      }
      setSession(reply, answer.cookie, secure);
      const { returnTo = "/" } = kept ?? {};
      // Whoever wants a seat gets it first; who they are can be told afterwards.
      if (!answer.isNew || isPlacePath(returnTo)) return leave(reply, returnTo);
      return leave(reply, `${welcomePath}${returnQuery(returnTo)}`);
    },
  );
}

/** As it may stand in an address, although nobody has looked at it yet. */
function ownPathOf(returnTo: unknown): string | undefined {
  return typeof returnTo === "string" && isOwnPath(returnTo) ? returnTo : undefined;
}

function returnQuery(returnTo: string | undefined): string {
  return returnTo === undefined || returnTo === "/" ? "" : `?returnTo=${encodeURIComponent(returnTo)}`;
}
