import swagger from "@fastify/swagger";
import swaggerPages from "@fastify/swagger-ui";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import { problemSchema } from "../../../shared/problems.ts";

import { pagePolicy } from "./answer-headers.ts";
import { cookieName } from "./session-cookie.ts";

/** The documentation's own routes come from a plugin that cannot say who may call them: anybody may. */
export const documentationPrefix = "/docs";

/** The one style that the documentation's program writes into its page: it hides its drawings until they are used. */
const ownStyle = "'unsafe-hashes' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";
const policy = pagePolicy.replace("style-src 'self'", `style-src 'self' ${ownStyle}`);

const keyHeader = {
  type: "object",
  properties: { "idempotency-key": { type: "string", description: "Names one press; a retry repeats it." } },
};

const content = { "application/problem+json": { schema: problemSchema } };
const headers = { "retry-after": { type: "integer", description: "Seconds after which a retry makes sense." } };
const something = { 200: { type: "null", description: "What was asked for; no JSON." } };
/** How every route refuses; the two that pass by themselves say when. */
const refusals = {
  "4xx": { description: "Refused: the problem says why.", content },
  "429": { description: "Too many requests.", content, headers },
  "5xx": { description: "Our fault.", content },
  "503": { description: "Busy, or away for a moment.", content, headers },
};

type Answers = Readonly<Record<string, { readonly contentMediaType?: string; readonly description?: string }>>;

/** An answer that is no JSON is listed under its own type; the generator would list it as JSON. */
function byType(answers: Answers): object {
  const listed = Object.entries(answers).map(([status, schema]) => {
    const { contentMediaType: type } = schema;
    const own = type === undefined ? schema : { description: "No JSON.", content: { [type]: { schema } } };
    return [status, own] as const;
  });
  return Object.fromEntries(listed);
}

/** What every route has and none says: the key of a press, the session, refusals. For readers; nothing validates. */
function described({ schema, url, route }: { schema: FastifySchema; url: string; route: RouteOptions }) {
  const writes = route.method !== "GET" && route.method !== "HEAD";
  const closed = route.config?.access !== "anyone";
  const more = { ...(writes ? { headers: keyHeader } : {}), ...(closed ? { security: [{ session: [] }] } : {}) };
  const own = (schema?.response as Answers | undefined) ?? something;
  const response = { ...byType(own), ...refusals };
  return { schema: { ...schema, ...more, response }, url };
}

interface Operation {
  readonly requestBody?: { required?: boolean; content: Record<string, { schema?: { required?: string[] } }> };
}

/** A body whose fields are all optional may be left out (see the guard); the generator says that each is required. */
function withOptionalBodies<Document extends { paths?: object }>(document: Document): Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const { requestBody } of Object.values(path as Record<string, Operation>)) {
      if (requestBody === undefined) continue;
      const schemas = Object.values(requestBody.content).map(({ schema }) => schema);
      requestBody.required = schemas.some((schema) => (schema?.required ?? []).length > 0);
    }
  }
  return document;
}

interface Documented {
  readonly version: string;
  /** Whether pages are served over https; the session's cookie has another name there. */
  readonly secure: boolean;
}

/** OpenAPI 3.1 from the route schemas at /api/openapi.json, readable at /docs. */
export async function documentRoutes(app: FastifyInstance, { version, secure }: Documented): Promise<void> {
  await app.register(swagger, {
    transform: described,
    transformObject: (all) => withOptionalBodies("openapiObject" in all ? all.openapiObject : all.swaggerObject),
    openapi: {
      openapi: "3.1.0",
      info: { title: "Popline", description: "Popup stores and fair lines for them.", version },
      components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: cookieName(secure) } } },
    },
  });
  await app.register(swaggerPages, { routePrefix: documentationPrefix, staticCSP: policy });
  app.get("/api/openapi.json", { config: { access: "anyone" }, schema: { hide: true } }, () => app.swagger());
}
