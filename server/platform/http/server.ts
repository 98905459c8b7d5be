import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from "fastify";
import type { Clock } from "../clock.ts";
import { createLocalLimits } from "../limits/limits.local.ts";
import type { Limits } from "../limits/limits.ts";
import { createLive, type Live } from "../live/index.ts";
import type { Settings } from "../settings.ts";
import { createTraffic, type Traffic } from "../traffic.ts";
import { createAccess, type RoleDoors } from "./access.ts";
import { withHeaders } from "./answer-headers.ts";
import { readBodies } from "./bodies.ts";
import type { WhoIs } from "./caller.ts";
import { endConnections } from "./closing.ts";
import { compileLate } from "./compile-late.ts";
import { documentRoutes } from "./documentation.ts";
import { widenDoorway } from "./doorways.ts";
import { answerErrors, describeFailure } from "./errors.ts";
import { createFailureLog } from "./failure-log.ts";
import { guard } from "./guard.ts";
import { endRefusedHandshakes } from "./handshake.ts";
import { boundWork } from "./in-flight.ts";
import { refuseMethods } from "./methods.ts";
import { markOwnWrites, nobodysWrites, type OwnWrites } from "./own-writes.ts";
import { type Draw, servePages } from "./pages.ts";
import { sendProblem } from "./problems.ts";
import { createTroublePages } from "./trouble-pages.ts";
import { createUnreadableAnswer } from "./unreadable.ts";

export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

const largestBodyBytes = 64 * 1024;
const mostConnections = 20_000;
/** Requests, over all connections, that are not answered yet: a connection may send many without waiting. */
const mostAtOnce = 20_000;
const requestTimeoutMs = 30_000;
/**
 * For a connection that nobody asks on. A load balancer keeps one for a shorter time
 * (infra/lib/constructs/load-balancer.ts), else it would ask on one that is just being closed, and answer 502.
 */
export const idleConnectionMs = 75_000;
const limits = {
  ...{ bodyLimit: largestBodyBytes, requestTimeout: requestTimeoutMs, keepAliveTimeout: idleConnectionMs },
};
/** For runs that come from one address: more messages than a machine says. */
const noLimit = { perSecond: 1e6, burst: 1e6, mostKeys: 1 };
/** Of Node and of the framework these answers would be no problem details: boundWork and the guard give them. */
const leftToUs = { return503OnClosing: false, http: { requireHostHeader: false } };
/** What was sent is checked as it is, and never made to fit. */
const asWritten = { customOptions: { coerceTypes: false, removeAdditional: false } } as const;

interface Parts {
  readonly settings: Settings;
  readonly secure: boolean;
  readonly clock: Clock;
  readonly whoIs: WhoIs;
  /** Left out, this process counts alone. */
  readonly limits?: Limits;
  readonly version: string;
  /** The doors that not everybody who is signed in passes; left out, there are none. */
  readonly doors?: RoleDoors;
  /** Paths of pages that are answered whatever else is refused. */
  readonly troublePages?: readonly string[];
  /** Left out, the browser draws every page. */
  readonly draw?: Draw;
  /** Where people reach us; left out, PUBLIC_URL alone says so. */
  readonly origin?: () => string;
  /** False once the process has been told to stop; from then on every request is told to try elsewhere. */
  readonly accepting?: () => boolean;
  readonly mostInFlight?: number;
  /** Where requests are counted; left out, nobody else looks at it. */
  readonly traffic?: Traffic;
  /** Left out, nobody's writes are marked. */
  readonly ownWrites?: OwnWrites;
  /** Registers the rooms' routes and live topics, once guard and documentation stand. */
  readonly routes: (app: Http, live: Live) => void;
}

/** The framework, bounded, with every answer of its own as ours. */
const createFramework = ({ trustedProxies }: Settings, secure: boolean): Http =>
  fastify({
    ...limits,
    logger: { level: "warn", serializers: { err: describeFailure } },
    logController: new LogController({ disableRequestLogging: true }),
    // By this one an answer's lines in the log are found; what a client calls its request is not looked at.
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    routerOptions: { maxParamLength: 60 },
    frameworkErrors: (_error, _request, reply) => sendProblem(withHeaders(reply, secure), { problem: "not-found" }),
    ajv: asWritten,
    schemaController: { compilersFactory: compileLate },
    clientErrorHandler: createUnreadableAnswer(secure),
    ...leftToUs,
  }).withTypeProvider<TypeBoxTypeProvider>();

/** The HTTP server with everything in front of and behind the rooms' routes. Not listening yet. */
export async function createHttp({
  settings,
  secure,
  clock,
  whoIs,
  limits = createLocalLimits(clock),
  version,
  doors = {},
  troublePages = [],
  draw = async () => null,
  origin = () => settings.publicUrl ?? "",
  accepting = () => true,
  mostInFlight = mostAtOnce,
  traffic = createTraffic(),
  ownWrites = nobodysWrites,
  routes,
}: Parts): Promise<Http> {
  const app = createFramework(settings, secure);
  const isTroublePage = createTroublePages(troublePages);
  widenDoorway(app, mostConnections);
  app.server.on("checkExpectation", (request, response) => app.routing(request, response));
  readBodies(app);
  answerErrors(app);
  endRefusedHandshakes(app);
  endConnections(app, accepting);
  boundWork(app, { accepting, mostInFlight, traffic, isTroublePage });
  await app.register(cookie);
  const access = createAccess(doors);
  guard(app, { settings, secure, whoIs, clock, limits, access, isTroublePage });
  refuseMethods(app);
  markOwnWrites(app, { ...ownWrites, secret: settings.sessionSecret, secure, clock });
  const noteFailure = createFailureLog(clock);
  app.addHook("onSend", async (request, reply) => {
    withHeaders(reply, secure);
    noteFailure(request, reply);
  });
  await documentRoutes(app, { version, secure });
  const unlimited = settings.networkLimits ? {} : { mostOfNetwork: mostConnections, anonymous: noLimit };
  const { publicUrl } = settings;
  routes(app, await createLive(app, { publicUrl, secure, whoIs, clock, limits, access, ...unlimited }));
  await servePages(app, { draw, clock, origin, isDemo: settings.demo, contact: settings.privacyContact });
  return app;
}
