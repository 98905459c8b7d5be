import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import { storeId } from "../../../shared/ids.ts";
import { type Language, languageParameter, languages } from "../../../shared/languages.ts";
import { sharedPicture } from "../../../shared/pages.ts";
import type { Refused } from "../../../shared/problems.ts";
import { type Http, isKnown, sendProblem, tagOf } from "../../platform/http/index.ts";
import type { Sharing } from "./service.ts";

/** The address says in which language: whoever fetches it for others does not speak theirs. */
const wanted = Type.Object({ [languageParameter]: Type.Optional(Type.Enum([...languages])) });
const languageIn = ({ [languageParameter]: language = languages[0] }: Static<typeof wanted>): Language => language;
const tags = ["Pictures"];
const png = { 200: Type.String({ contentMediaType: "image/png" }) };

/** Pictures for `og:image`, which the heads of pages name. */
export function sharingRoutes(app: Http, sharing: Sharing): void {
  const ofStore = {
    config: { access: "anyone" },
    schema: {
      ...{ tags, summary: "A store's picture for shared addresses", params: Type.Object({ storeId }) },
      ...{ querystring: wanted, response: png },
    },
  } as const;
  app.get("/posters/:storeId/share.png", ofStore, async (request, reply) =>
    sendPicture(reply, await sharing.ofStore(request.params.storeId, languageIn(request.query))),
  );
  const ofPopline = {
    config: { access: "anyone" },
    schema: { tags, summary: "Popline's picture for shared addresses", querystring: wanted, response: png },
  } as const;
  app.get(sharedPicture, ofPopline, async (request, reply) =>
    sendPicture(reply, await sharing.ofPopline(languageIn(request.query))),
  );
}

function sendPicture(reply: FastifyReply, found: Buffer | Refused): FastifyReply {
  if (!Buffer.isBuffer(found)) return sendProblem(reply, found);
  const tag = tagOf(found);
  reply.header("etag", tag).header("cache-control", "public, max-age=3600").type("image/png").serializer(asItIs);
  return isKnown(tag, reply.request.headers["if-none-match"]) ? reply.code(304).send("") : reply.send(found);
}

const asItIs = (picture: unknown) => picture as string;
