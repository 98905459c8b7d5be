import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Refused } from "../../../shared/problems.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits/limits.ts";
import type { Settings } from "../settings.ts";
import type { Access } from "./access.ts";
import type { Door, WhoIs } from "./caller.ts";
import { documentationPrefix } from "./documentation.ts";
import { problemsOf } from "./named-problems.ts";
import { networkOf } from "./network.ts";
import { isNetworkPass, networkLimit, networkPassHeader, passRefused } from "./network-pass.ts";
import { sendProblem } from "./problems.ts";
import { findSession } from "./session-cookie.ts";
import type { IsTroublePage } from "./trouble-pages.ts";
import { createWatch } from "./watch.ts";

/** A person may be quick (TRUST, "flood"). */
export const personLimit = { perSecond: 20, burst: 100, mostKeys: 50_000 };
const changing = new Set(["POST", "PATCH", "PUT", "DELETE"]);
/** Routes that count for a person. A page brings dozens of files, and nobody opens tabs more slowly for that. */
const callPrefix = "/api/";

/** What a browser says of a request by our own page, or by nobody's (an address that was typed). */
const ownSites = new Set<unknown>([undefined, "same-origin", "none"]);

/** CSRF, and sockets of foreign pages: a browser names the page it acts for; ours, or none at all (not a browser). */
export function comesFromElsewhere(request: FastifyRequest, publicUrl: string | null): boolean {
  if (!ownSites.has(request.headers["sec-fetch-site"])) return true;
  const { origin } = request.headers;
  if (origin === undefined) return false;
  if (publicUrl !== null) return origin !== new URL(publicUrl).origin;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host;
}

interface World {
  readonly settings: Settings;
  readonly secure: boolean;
  readonly whoIs: WhoIs;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly access: Access;
  readonly isTroublePage: IsTroublePage;
}

/** Puts every request through: network limit, origin, session, person limit, access. Deny by default. */
export function guard(
  app: FastifyInstance,
  { settings, secure, whoIs, clock, limits, access, isTroublePage }: World,
): void {
  const perPerson = limits.open("person", personLimit);
  const perNetwork = limits.open("network", networkLimit);
  const hasPass = ({ headers }: FastifyRequest) =>
    isNetworkPass(headers[networkPassHeader], settings.sessionSecret, clock.now());
  const refuse = watchDoors(app, clock);
  app.decorateRequest("caller", null);
  listDoors(app, access);

  app.addHook("onRequest", async (request: FastifyRequest, reply: FastifyReply) => {
    const door = request.routeOptions.config.access ?? "anyone";
    if (request.headers.host === undefined && request.raw.httpVersion !== "1.0") {
      return refuse(request, reply, { problem: "bad-request", fields: ["Host"] });
    }
    if (isTroublePage(request)) return;
    if (settings.networkLimits && !hasPass(request)) {
      if (networkPassHeader in request.headers) reply.header(networkPassHeader, passRefused);
      const retryAfterSeconds = perNetwork(networkOf(request.ip));
      if (retryAfterSeconds > 0) return refuse(request, reply, { problem: "too-many-requests", retryAfterSeconds });
    }
    if (changing.has(request.method) && comesFromElsewhere(request, settings.publicUrl)) {
      return refuse(request, reply, { problem: "foreign-origin" });
    }
    const cookie = findSession(request.headers.cookie, secure);
    // A page is everybody's: it is there also while nobody can be looked up.
    if (cookie !== null && !request.is404) request.caller = await whoIs(cookie);
    if (request.caller !== null && request.routeOptions.url?.startsWith(callPrefix) === true) {
      const retryAfterSeconds = perPerson(request.caller.id);
      if (retryAfterSeconds > 0) return refuse(request, reply, { problem: "too-many-requests", retryAfterSeconds });
    }
    const refusal = access.refusalAt(door, request.caller?.role ?? null);
    if (refusal !== null) return refuse(request, reply, refusal);
  });

  checkBodies(app);
}

/** Refuses, and writes down who was refused what. */
function watchDoors(app: FastifyInstance, clock: Clock) {
  const watch = createWatch(clock);
  app.decorate("watch", watch);

  return function refuse(request: FastifyRequest, reply: FastifyReply, refused: Refused): FastifyReply {
    // Whoever is merely not signed in is everybody, once.
    if (refused.problem !== "sign-in-needed") watch(request, refused.problem);
    return sendProblem(reply, refused);
  };
}

/** Notes every route that is registered from now on; one that says not who may call it stops the start. */
function listDoors(app: FastifyInstance, { isKnown }: Access): void {
  const doors: Door[] = [];
  app.decorate("doors", doors);
  app.addHook("onRoute", (route) => {
    if (route.url.startsWith(documentationPrefix)) route.config = { ...route.config, access: "anyone" };
    const { method, url, schema } = route;
    const access = route.config?.access;
    if (access === undefined) throw new Error(`${method} ${url} says not who may call it.`);
    if (!isKnown(access)) throw new Error(`${method} ${url} names a door that is not there: ${access}.`);
    const problems = problemsOf(route);
    doors.push(...[method].flat().map((one) => ({ method: one, url, access, schema, problems })));
  });
}

/** A write whose body has only optional fields may come without one; one that reads no body takes none but `{}`. */
function checkBodies(app: FastifyInstance): void {
  app.addHook("preValidation", async (request, reply) => {
    const { body } = request;
    const hasSchema = request.routeOptions.schema?.body !== undefined;
    // `null` is something else: it was sent.
    if (body === undefined && hasSchema) request.body = {};
    if (body === undefined || hasSchema || request.is404) return;
    const isEmpty = typeof body === "object" && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
    if (!isEmpty) return sendProblem(reply, { problem: "bad-request", fields: ["body"] });
  });
}
