import swagger from "@fastify/swagger";
import swaggerPages from "@fastify/swagger-ui";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import { type ProblemName, problemSchema, problemStatus } from "../../../shared/problems.ts";
import { pagePolicy } from "./answer-headers.ts";
import { documentationPages } from "./documentation-pages.ts";
import { problemsOf } from "./named-problems.ts";
import { problemDetails } from "./problems.ts";
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

const problem = { $ref: "#/components/schemas/problem" };
const retryAfter = { "retry-after": { type: "integer", description: "Seconds after which a retry makes sense." } };
const something = { 200: { type: "null", description: "What was asked for; no JSON." } };

const titleOf = (name: ProblemName) => problemDetails({ problem: name }, "en").title;

/** Problems as the document keeps them, each once: what a route refuses points here. */
const examples = Object.fromEntries(
  (Object.keys(problemStatus) as ProblemName[]).map((name) => [
    name,
    { summary: titleOf(name), value: problemDetails({ problem: name }, "en") },
  ]),
);

/** How a route refuses, by status: the problems it may answer, with what each says. Two statuses say when to retry. */
function refusalsOf(problems: readonly ProblemName[]): object {
  const statuses = [...new Set(problems.map((name) => problemStatus[name]))].sort((one, other) => one - other);
  const answers = statuses.map((status) => {
    const names = problems.filter((name) => problemStatus[name] === status);
    const named = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]));
    const description = names.map((name) => `- \`${name}\`: ${titleOf(name)}`).join("\n");
    const content = { "application/problem+json": { schema: problem, examples: named } };
    return [status, { description, content, ...(status === 429 || status === 503 ? { headers: retryAfter } : {}) }];
  });
  return Object.fromEntries(answers);
}

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
  const response = { ...byType(own), ...refusalsOf(problemsOf({ ...route, schema })) };
  return { schema: { ...schema, ...more, response }, url };
}

interface Body {
  readonly required?: string[];
  readonly dependencies?: object;
}
interface Operation {
  readonly requestBody?: { required?: boolean; content: Record<string, { schema?: Body }> };
}

/** Fields that need others, as OpenAPI 3.1 has it; what validates bodies knows the older word only. */
const inNewWords = ({ dependencies, ...schema }: Body) => ({ ...schema, dependentRequired: dependencies });

/** A body whose fields are all optional may be left out (see the guard); the generator says that each is required. */
function withBodies<Document extends { paths?: object }>(document: Document): Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const { requestBody } of Object.values(path as Record<string, Operation>)) {
      if (requestBody === undefined) continue;
      const contents = Object.values(requestBody.content);
      requestBody.required = contents.some(({ schema }) => (schema?.required ?? []).length > 0);
      for (const content of contents) if (content.schema?.dependencies) content.schema = inNewWords(content.schema);
    }
  }
  return document;
}

interface Documented {
  readonly version: string;
  /** Whether pages are served over https; the session's cookie has another name there. */
  readonly secure: boolean;
}

/** What no single route answers: the address or the connection is refused before there is one. */
const anywhere = ["method-not-allowed", "request-timeout", "headers-too-large"] as const;
const description = [
  "Popup stores and fair lines for them.",
  "Every refusal is a problem (RFC 9457) that its route names, `type` being `/problems/<name>`; its title is Korean or",
  `English, by \`Accept-Language\`. Any address may also answer ${anywhere.map((name) => `\`${name}\``).join(", ")}.`,
].join(" ");

/** OpenAPI 3.1 from the route schemas at /api/openapi.json, readable at /docs. */
export async function documentRoutes(app: FastifyInstance, { version, secure }: Documented): Promise<void> {
  await app.register(swagger, {
    transform: described,
    transformObject: (all) => withBodies("openapiObject" in all ? all.openapiObject : all.swaggerObject),
    openapi: {
      openapi: "3.1.0",
      info: { title: "Popline", description, version },
      components: {
        securitySchemes: { session: { type: "apiKey", in: "cookie", name: cookieName(secure) } },
        schemas: { problem: { title: "Problem", ...(problemSchema as object) } },
        examples,
      },
    },
  });
  await app.register(swaggerPages, {
    routePrefix: documentationPrefix,
    staticCSP: policy,
    ...(await documentationPages()),
  });
  app.get("/api/openapi.json", { config: { access: "anyone" }, schema: { hide: true } }, () => app.swagger());
}
