import { Type } from "typebox";
import { isPushService, pushDeviceBody, pushDeviceGone } from "../../../shared/push.ts";
import { callerOf, type Http, sendProblem } from "../../platform/http/index.ts";
import type { PushDevices } from "./ports.ts";

interface World {
  readonly devices: PushDevices;
  readonly demo: boolean;
}

const path = "/api/me/push-devices";
const tags = ["Notifications"];
const signedIn = { access: "signed-in" } as const;
const done = { 204: Type.Null({ description: "Done." }) };

/** The browser I am at shows my notifications, or does so no more. It is silent as soon as its session has ended. */
export function pushRoutes(app: Http, { devices, demo }: World): void {
  const kept = { tags, summary: "Show my notifications in this browser", body: pushDeviceBody, response: done };
  app.put(path, { config: signedIn, schema: kept }, async (request, reply) => {
    if (!isPushService(request.body.endpoint, demo)) {
      return sendProblem(reply, { problem: "bad-request", fields: ["endpoint"] });
    }
    const { id, session } = callerOf(request);
    await devices.keep(id, session, request.body);
    return reply.code(204).send(null);
  });

  const gone = { tags, summary: "Show them here no more", body: pushDeviceGone, response: done };
  app.delete(path, { config: signedIn, schema: gone }, async (request, reply) => {
    await devices.drop(callerOf(request).id, request.body.endpoint);
    return reply.code(204).send(null);
  });
}
