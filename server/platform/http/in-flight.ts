import type { FastifyInstance } from "fastify";
import type { Traffic } from "../traffic.ts";
import { isHandshake } from "./handshake.ts";
import { hasLeft, isReadOn } from "./left.ts";
import { sendProblem } from "./problems.ts";
import type { IsTroublePage } from "./trouble-pages.ts";

declare module "fastify" {
  interface FastifyRequest {
    isInFlight: boolean;
  }
}

interface Bounds {
  /** False once the process has been told to stop. */
  readonly accepting: () => boolean;
  readonly mostInFlight: number;
  readonly traffic: Traffic;
  readonly isTroublePage: IsTroublePage;
}

/**
 * A hook before and after everything that a request does: it counts those that are not answered yet, over all
 * connections, since one connection may send many without waiting (pipelining). Beyond the bound, and once the process
 * stops, it says 503. What waits in the rooms (people to look up, presses to commit) belongs to a request in flight, so
 * it is bounded too.
 */
export function boundWork(app: FastifyInstance, { accepting, mostInFlight, traffic, isTroublePage }: Bounds): void {
  app.decorateRequest("isInFlight", false);

  app.addHook("onRequest", (request, reply, done) => {
    if (isTroublePage(request)) return done();
    if (!accepting()) return void sendProblem(reply, { problem: "unavailable", retryAfterSeconds: 2 });
    if (traffic.underWay() >= mostInFlight) return void sendProblem(reply, { problem: "busy", retryAfterSeconds: 1 });
    // A socket's handshake is never answered here; it holds its connection, and connections are bounded.
    if (!isHandshake(request)) {
      request.isInFlight = true;
      traffic.begin();
    }
    done();
  });

  // Who was looked up meanwhile: the framework would wait for their body for ever.
  app.addHook("preParsing", (request, reply, _payload, done) => {
    if (isReadOn(request) && hasLeft(request))
      return void sendProblem(reply, { problem: "bad-request", fields: ["body"] });
    done();
  });

  app.addHook("onSend", (request, _reply, _payload, done) => {
    if (request.isInFlight) traffic.end();
    request.isInFlight = false;
    done();
  });
}
