import swagger from "@fastify/swagger";
import swaggerPages from "@fastify/swagger-ui";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";

/** The documentation's own routes come from a plugin that cannot say who may call them: anybody may. */
export const documentationPrefix = "/docs";

const keyHeader = {
  type: "object",
  properties: { "idempotency-key": { type: "string", description: "Names one press; a retry repeats it." } },
};

/** What every route has and no route says: the key of a press, and the session. Only for readers; nothing validates. */
function described({ schema, url, route }: { schema: FastifySchema; url: string; route: RouteOptions }) {
  const writes = route.method !== "GET" && route.method !== "HEAD";
  const closed = route.config?.access !== "anyone";
  const more = { ...(writes ? { headers: keyHeader } : {}), ...(closed ? { security: [{ session: [] }] } : {}) };
  return { schema: { ...schema, ...more }, url };
}

/** OpenAPI 3.1 from the route schemas at /api/openapi.json, readable at /docs. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    transform: described,
    openapi: {
      openapi: "3.1.0",
      info: { title: "Popline", description: "Popup stores and fair lines for them.", version },
      components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "popline" } } },
    },
  });
  await app.register(swaggerPages, { routePrefix: documentationPrefix, staticCSP: true });
  app.get("/api/openapi.json", { config: { access: "anyone" }, schema: { hide: true } }, () => app.swagger());
}
