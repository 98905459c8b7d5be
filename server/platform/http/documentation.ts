import swagger from "@fastify/swagger";
import swaggerPages from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";

/** The documentation's own routes come from a plugin that cannot say who may call them: anybody may. */
export const documentationPrefix = "/docs";

/** OpenAPI 3.1 from the route schemas at /api/openapi.json, readable at /docs. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Popline", description: "Popup stores and fair lines for them.", version },
      components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "popline" } } },
    },
  });
  await app.register(swaggerPages, { routePrefix: documentationPrefix, staticCSP: true });
  app.get("/api/openapi.json", { config: { access: "anyone" }, schema: { hide: true } }, () => app.swagger());
}
