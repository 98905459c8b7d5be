import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DrawAnswer, PageAsked } from "../../../shared/pages.ts";
import { createLocalCache } from "../cache/cache.local.ts";
import type { Clock } from "../clock.ts";
import { repository } from "../repository.ts";
import { pagePolicy } from "./answer-headers.ts";
import { pageLanguage } from "./language.ts";
import { encodePage, encodingFor, type SentPage } from "./page-encoding.ts";
import { createTemplate } from "./page-template.ts";
import { sendProblem } from "./problems.ts";

const builtPages = join(repository, "web/dist");
const notPages = /^\/(api|docs|assets|posters)(\/|$)/;
const reading = new Set(["GET", "HEAD"]);
/** Files of the build that browsers look for at the root. */
const rootFiles = ["service-worker.js", "manifest.webmanifest", "icon.svg", "icon-maskable.svg"];
/** A page is drawn at most once in this time, however many ask for it; what it shows may be as old. */
const ages = { freshMs: 1_500, staleMs: 1_500 };
/** Of about 100 KB each in all encodings. */
const mostPages = 200;

/** Draws a page on the server, or says that there is none. */
export type Draw = (asked: PageAsked) => Promise<DrawAnswer>;

interface PagesWorld {
  readonly draw: Draw;
  readonly clock: Pick<Clock, "now">;
  readonly isDemo: boolean;
  readonly contact: string | null;
  /** Where people reach us, for addresses that others read. */
  readonly origin: () => string;
  /** Where the built pages are; tests bring their own. */
  readonly folder?: string;
}

/** Serves the built pages; a path that is not the API's is a page of the browser's router, or a page that is absent. */
export async function servePages(app: FastifyInstance, world: PagesWorld): Promise<void> {
  const { folder = builtPages } = world;
  const file = join(folder, "index.html");
  const find = existsSync(file) ? createFinder(await readFile(file, "utf8"), world) : null;
  if (find !== null) await serveFiles(app, folder);
  app.setNotFoundHandler(async (request, reply) => {
    if (find === null || !reading.has(request.method) || notPages.test(request.url)) {
      return sendProblem(reply, { problem: "not-found" });
    }
    return sendPage(request, reply, await find(request));
  });
}

/** Everything was compressed when it was built; names under /assets/ change with what is in them. */
async function serveFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    // Only of a file that is there: an asset that is missing for a moment must not stay missing for a year.
    setHeaders: (reply, path) => {
      const isAsset = path.startsWith(join(folder, "assets"));
      // A service worker loads for its pages, so it needs their policy.
      reply.header("content-security-policy", pagePolicy);
      reply.header("cache-control", isAsset ? "public, max-age=31536000, immutable" : "no-cache");
      if (/[.]svg([.](br|gz))?$/.test(path)) reply.header("content-type", "image/svg+xml; charset=utf-8");
    },
  });
  const open = { config: { access: "anyone" }, schema: { hide: true } } as const;
  app.get("/assets/*", open, (request, reply) => reply.sendFile(`assets/${(request.params as { "*": string })["*"]}`));
  for (const name of rootFiles) app.get(`/${name}`, open, (_request, reply) => reply.sendFile(name));
}

/** Finds the page for a request: drawn at most once in a while, plain where the drawing fails. */
function createFinder(html: string, { draw, clock, isDemo, contact, origin }: PagesWorld) {
  const fill = createTemplate(html, origin);
  const pages = createLocalCache({ clock, mostWeight: mostPages });

  return async (request: FastifyRequest): Promise<SentPage> => {
    const language = pageLanguage(request);
    const [path = "/"] = request.url.split("?");
    const drawn = pages.read({ ...ages, group: "drawn", name: `${language} ${path}` }, async () => {
      const now = new Date(clock.now()).toISOString();
      const found = await draw({ path, language, now, isDemo });
      if (found === null || found === "absent") return found;
      return encodePage(found.status, fill({ language, isDemo, contact, drawn: found }));
    });
    const page = await drawn.catch((error: unknown) => {
      request.log.error(error, "a page could not be drawn");
      return null;
    });
    if (page !== null && page !== "absent") return page;
    const status = page === null ? 200 : 404;
    const plain = { ...ages, group: "plain", name: `${language} ${status}` };
    return pages.read(plain, () => encodePage(status, fill({ language, isDemo, contact, drawn: null })));
  };
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: SentPage): FastifyReply {
  const encoding = encodingFor(request.headers["accept-encoding"]);
  if (encoding !== "identity") reply.header("content-encoding", encoding);
  return reply
    .code(page.status)
    .header("content-security-policy", pagePolicy)
    .header("cache-control", "no-cache")
    .header("vary", "accept-encoding, accept-language, cookie")
    .type("text/html; charset=utf-8")
    .send(page[encoding]);
}
