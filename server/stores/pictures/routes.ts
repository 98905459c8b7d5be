import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { editionSchema } from "../../../shared/editions.ts";
import { storeId } from "../../../shared/ids.ts";
import { largestUploadBytes, type UploadType, uploadTypes } from "../../../shared/store-codes.ts";
import {
  callerOf,
  doerOf,
  type Http,
  hasLeft,
  onceOver,
  pressKeyOf,
  pressProblems,
  sendProblem,
} from "../../platform/http/index.ts";
import type { Editing } from "../editing/service.ts";
import { mostUploads } from "./rules.ts";
import type { Pictures } from "./service.ts";

interface Rooms {
  readonly pictures: Pictures;
  readonly editing: Editing;
}

const retryAfterSeconds = 3;
const uploadProblems = [...pressProblems, "not-a-picture", "broken-picture", "too-many-pixels"] as const;
/** Its name is never used for another picture. */
const forEver = "public, max-age=31536000, immutable";

function typeOf({ headers }: FastifyRequest): UploadType | null {
  const [named = ""] = (headers["content-type"] ?? "").split(";");
  return uploadTypes.find((type) => type === named.trim().toLowerCase()) ?? null;
}

/** Bounds the uploads that are in memory, before their bytes are read: a few in all, one of each host. */
function boundUploads() {
  const uploading = new Set<string>();
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (typeOf(request) === null) return sendProblem(reply, { problem: "not-a-picture" });
    // That they leave would not be heard any more.
    if (hasLeft(request)) return;
    const { id } = callerOf(request);
    if (uploading.size >= mostUploads || uploading.has(id)) {
      return sendProblem(reply, { problem: "busy", retryAfterSeconds });
    }
    uploading.add(id);
    // Also when whoever sends it goes away in the middle.
    onceOver(request, reply, () => uploading.delete(id));
  };
}

/** Uploads take pictures as they are, which nothing else here takes: a scope of their own. */
export function pictureRoutes(app: Http, { pictures, editing }: Rooms): void {
  const shown = Type.Object({ picture: Type.String({ pattern: "^[A-Za-z0-9_-]{22}(-card)?$", maxLength: 27 }) });
  const webp = { 200: Type.String({ contentMediaType: "image/webp" }) };
  const open = {
    config: { access: "anyone" },
    schema: { tags: ["Pictures"], summary: "An uploaded picture", params: shown, response: webp },
  } as const;
  app.get("/posters/pictures/:picture.webp", open, async (request, reply) => {
    const { picture } = request.params;
    const found = await pictures.find(picture.slice(0, 22), picture.length > 22 ? "card" : "full");
    if ("problem" in found) return sendProblem(reply, found);
    return reply
      .header("cache-control", forEver)
      .type("image/webp")
      .serializer(asItIs)
      .send(found as unknown as string);
  });

  void app.register(async (scope: Http) => {
    const asBuffer = { parseAs: "buffer", bodyLimit: largestUploadBytes } as const;
    scope.addContentTypeParser<Buffer>([...uploadTypes], asBuffer, (_request, body, done) => done(null, body));
    const body = Type.Unsafe<Buffer>({ description: "The picture: PNG, JPEG or WebP." });
    const schema = {
      ...{ tags: ["Stores"], summary: "Hang a picture in a store's poster frame" },
      ...{ params: Type.Object({ storeId }), body, response: { 200: editionSchema } },
    };
    const upload = {
      config: { access: "host", problems: uploadProblems },
      bodyLimit: largestUploadBytes,
      onRequest: boundUploads(),
      schema: { ...schema, consumes: [...uploadTypes] },
    } as const;
    scope.post("/api/stores/:storeId/poster", upload, async (request, reply) => {
      const key = pressKeyOf(request);
      if (typeof key !== "string") return sendProblem(reply, key);
      const { params, body: bytes } = request;
      const type = typeOf(request);
      if (type === null || !Buffer.isBuffer(bytes)) return sendProblem(reply, { problem: "not-a-picture" });
      const refused = await pictures.upload(params.storeId, doerOf(request), bytes, type, key);
      if (refused !== null) return sendProblem(reply, refused);
      const answer = await editing.find(params.storeId, callerOf(request).id);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    });
  });
}

const asItIs = (picture: unknown) => picture as string;
