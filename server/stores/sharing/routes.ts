import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { storeId } from "../../../shared/ids.ts";
import { sharedPicture } from "../../../shared/pages.ts";
import type { Refused } from "../../../shared/problems.ts";
import { type Http, isKnown, sendProblem, tagOf } from "../../platform/http/index.ts";
import type { Sharing } from "./service.ts";

const png = { 200: Type.String({ contentMediaType: "image/png" }) };

/** Pictures for `og:image`, which the heads of pages name. */
export function sharingRoutes(app: Http, sharing: Sharing): void {
  const ofStore = {
    config: { access: "anyone" },
    schema: { params: Type.Object({ storeId }), response: png },
  } as const;
  app.get("/posters/:storeId/share.png", ofStore, async (request, reply) =>
    sendPicture(reply, await sharing.ofStore(request.params.storeId)),
  );
  const ofPopline = { config: { access: "anyone" }, schema: { response: png } } as const;
  app.get(sharedPicture, ofPopline, async (_request, reply) => sendPicture(reply, await sharing.ofPopline()));
}

function sendPicture(reply: FastifyReply, found: Buffer | Refused): FastifyReply {
  if (!Buffer.isBuffer(found)) return sendProblem(reply, found);
  const tag = tagOf(found);
  reply.header("etag", tag).header("cache-control", "public, max-age=3600").type("image/png").serializer(asItIs);
  return isKnown(tag, reply.request.headers["if-none-match"]) ? reply.code(304).send("") : reply.send(found);
}

const asItIs = (picture: unknown) => picture as string;
