import { Type } from "typebox";
import { storeId } from "../../shared/ids.ts";
import { type Http, isKnown, nothingPolicy, sendProblem, tagOf } from "../platform/http/index.ts";
import type { Stores } from "./service.ts";

/** Opened on its own, a picture may load and run nothing; its colours are styles of its own. */
const policy = `${nothingPolicy}; style-src 'unsafe-inline'`;

/** Pictures of stores, for `<img>`: `.svg` with a plain band for the name, `/art.svg` without it. */
export function posterRoutes(app: Http, stores: Stores): void {
  const pictures = [
    { url: "/posters/:storeId.svg", what: "poster", summary: "A store's poster, with room for its name" },
    { url: "/posters/:storeId/art.svg", what: "art", summary: "A store's poster, the art alone" },
  ] as const;
  for (const { url, what, summary } of pictures) {
    app.get(
      url,
      {
        config: { access: "anyone" },
        schema: {
          ...{ tags: ["Pictures"], summary },
          params: Type.Object({ storeId }),
          response: {
            200: Type.String({ contentMediaType: "image/svg+xml" }),
            302: Type.Null({ description: "An uploaded picture hangs in its place." }),
          },
        },
      },
      async (request, reply) => {
        const drawn = await stores.draw(request.params.storeId, what, request.caller?.id ?? null);
        if ("problem" in drawn) return sendProblem(reply, drawn);
        if ("picture" in drawn) {
          reply.header("cache-control", "public, max-age=60");
          return reply.redirect(`/posters/pictures/${drawn.picture}${what === "art" ? "-card" : ""}.webp`);
        }
        const { svg, isDraft } = drawn;
        const tag = tagOf(svg);
        reply.header("etag", tag).header("cache-control", isDraft ? "private, no-cache" : "public, max-age=86400");
        reply.header("content-security-policy", policy).type("image/svg+xml; charset=utf-8");
        if (isKnown(tag, request.headers["if-none-match"])) return reply.code(304 as 200).send("");
        return svg;
      },
    );
  }
}
