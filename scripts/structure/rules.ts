import type { IForbiddenRuleType } from "dependency-cruiser";
import { mayUse, platform } from "./may-use.ts";

type Rule = IForbiddenRuleType & { name: string; comment: string };

/** Files that may go any way. */
export const tests = "[.](test|conformance)[.]tsx?$";
const adapters = "^server/.+/[^/.]+[.](?!test[.]|conformance[.]|d[.])[^/.]+[.]ts$";
const packages = "(^|/)node_modules/";
const drivers = "(^|/)node_modules/(@types/)?(pg|kysely|@electric-sql/pglite)(/|$)";
const redisClients = "(^|/)node_modules/(ioredis|redis)(/|$)";
const awsClients = "(^|/)node_modules/@aws-sdk/";

const tree: Rule[] = [
  {
    name: "no-cycles",
    comment: "Two files that need each other are one idea, or miss a third.",
    from: {},
    to: { circular: true },
  },
  {
    name: "imports-resolve",
    comment: "An import nobody can follow hides from every other rule.",
    from: {},
    to: { couldNotResolve: true, pathNot: "[?]" },
  },
  {
    name: "product-needs-no-tools",
    comment: "What runs in production needs nothing that only tests, benchmarks and scripts have.",
    from: { path: "^(server|shared|web)/", pathNot: tests },
    to: { path: "^(test|bench|load|scripts|infra)/" },
  },
  {
    name: "rehearsals-need-no-tests",
    comment:
      "Whoever rehearses runs what is in load/, as a server is started; tests lean on it and not the other way round.",
    from: { path: "^load/", pathNot: tests },
    to: { path: "^(test|bench|scripts)/", pathNot: "^scripts/setup/server-flags.mjs$" },
  },
  {
    name: "the-checker-is-pure",
    comment: "What judges a history knows the history and shared/, so that nothing it judges can bend it.",
    from: { path: "^load/history/", pathNot: tests },
    to: { pathNot: ["^load/history/", "^shared/"] },
  },
];

const rooms: Rule[] = [
  {
    name: "room-through-index",
    comment: "A room shows its neighbours one door, index.ts.",
    from: { path: "^server/([^/]+)/", pathNot: tests },
    to: { path: "^server/[^/]+/", pathNot: [`^server/($1|${platform})/`, "^server/[^/]+/index[.]ts$"] },
  },
  ...Object.entries(mayUse).map(([room, neighbours]) => ({
    name: "may-use",
    comment: "Not in the table in scripts/structure/may-use.ts.",
    from: { path: `^server/${room}/`, pathNot: tests },
    to: { path: "^server/[^/]+/", pathNot: `^server/(${[room, platform, ...neighbours].join("|")})/` },
  })),
  {
    name: "platform-knows-no-room",
    comment: "The platform has no product words.",
    from: { path: `^server/${platform}/`, pathNot: tests },
    to: { path: "^server/", pathNot: `^server/${platform}/` },
  },
  {
    name: "app-is-the-top",
    comment: "Only main.ts starts the app, and only the app knows every room.",
    from: { path: "^server/[^/]+/", pathNot: tests },
    to: { path: "^server/[^/]+[.]ts$" },
  },
  {
    name: "main-knows-the-app",
    comment: "main.ts is the process: settings, listen, stop. The wiring is in app.ts.",
    from: { path: "^server/main[.]ts$" },
    to: { path: "^server/", pathNot: `^server/(app[.]ts$|${platform}/)` },
  },
];

const furniture: Rule[] = [
  {
    name: "rules-are-pure",
    comment: "Rules decide; they know shared/ and the room's other rules, no Node, no package.",
    from: { path: "^server/([^/]+)/(|.+/)rules[^/]*[.]ts$", pathNot: tests },
    to: { pathNot: ["^shared/", "^server/$1/(|.+/)rules[^/]*[.]ts$"] },
  },
  {
    name: "ports-are-words",
    comment: "A port says what the room needs in the room's own words: shared/ and the rules' types.",
    from: { path: "^server/([^/]+)/(|.+/)ports[^/]*[.]ts$", pathNot: tests },
    to: { pathNot: ["^shared/", "^server/$1/(|.+/)(rules|ports)[^/]*[.]ts$"] },
  },
  {
    name: "services-know-no-vendor",
    comment: "A service says what happens; which package does it is an adapter's secret.",
    from: { path: "^server/.+/([^/]+-|)service[.]ts$" },
    to: { dependencyTypesNot: ["core"], pathNot: "^(server|shared)/" },
  },
  {
    name: "services-are-given-the-world",
    comment:
      "A service is given its clock and bus and knows them by type; the rest of the platform is not its business.",
    from: { path: "^server/.+/([^/]+-|)service[.]ts$", pathNot: `^server/${platform}/` },
    to: {
      path: `^server/${platform}/`,
      pathNot: `^server/${platform}/chance[.]ts$`,
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "services-know-clock-bus-and-cache",
    comment: "Also by type a service knows nothing of databases and HTTP.",
    from: { path: "^server/.+/([^/]+-|)service[.]ts$", pathNot: `^server/${platform}/` },
    to: { path: `^server/${platform}/`, pathNot: `^server/${platform}/(clock|chance|bus/bus|cache/cache)[.]ts$` },
  },
  {
    name: "routes-speak-http",
    comment: "Routes parse, call and translate: of the platform they know HTTP only.",
    from: { path: "^server/.+/([^/]+-|)routes[.]ts$", pathNot: `^server/${platform}/` },
    to: { path: `^server/${platform}/`, pathNot: `^server/${platform}/http/index[.]ts$` },
  },
  {
    name: "database-in-its-place",
    comment: "Rooms reach the database through their adapters only.",
    from: { path: "^server/[^/]+/", pathNot: [tests, adapters, `^server/${platform}/`] },
    to: { path: `^server/${platform}/database/` },
  },
  {
    name: "adapters-chosen-in-app",
    comment:
      "<port>.<technology>.ts is picked by files of server/ itself and tests; only a sibling adapter may lean on it.",
    from: { path: "^(server/([^/]+)/|shared/|web/)", pathNot: [tests, adapters, `^server/${platform}/`] },
    to: { path: adapters },
  },
  {
    name: "adapters-stay-in-their-room",
    comment: "An adapter may lean on its room's other adapters, never on another room's.",
    from: { path: "^server/([^/]+)/", pathNot: tests },
    to: { path: adapters, pathNot: `^server/($1|${platform})/` },
  },
  {
    name: "sql-in-its-place",
    comment: "PostgreSQL's drivers live in server/platform/database/ and *.sql.ts.",
    from: { path: "^(server|shared|web)/", pathNot: [tests, `^server/${platform}/database/`, "[.]sql[.]ts$"] },
    to: { path: drivers },
  },
  {
    name: "redis-in-its-place",
    comment: "The Redis client lives in *.redis.ts.",
    from: { path: "^(server|shared|web)/", pathNot: [tests, "[.]redis[.]ts$"] },
    to: { path: redisClients },
  },
  {
    name: "aws-in-its-place",
    comment: "Clients of AWS live in *.ses.ts, *.sqs.ts and *.aws.ts.",
    from: { path: "^(server|shared|web)/", pathNot: [tests, "[.](ses|sqs|aws)[.]ts$"] },
    to: { path: awsClients },
  },
  {
    name: "aws-when-asked",
    comment: "Clients of AWS are optional: loaded by import() when first used, so that a laptop starts without them.",
    from: { path: "^(server|shared|web)/", pathNot: tests },
    to: { path: awsClients, dynamic: false },
  },
];

const neighbours: Rule[] = [
  {
    name: "web-imports-shared-only",
    comment: "The pages know the API through shared/ and nothing else of the house, and there is no Node in a browser.",
    from: { path: "^web/", pathNot: [tests, "^web/vite[.]config[.]ts$"] },
    to: { couldNotResolve: false, pathNot: ["^web/", "^shared/", packages] },
  },
  {
    name: "shared-is-everywhere",
    comment: "Browser and server both load shared/, so it may lean on neither; TypeBox runs in both.",
    from: { path: "^shared/", pathNot: tests },
    to: { pathNot: ["^shared/", "(^|/)node_modules/typebox/"] },
  },
];

/** STYLE.md, "Rooms" and "Rules of direction", as dependency-cruiser reads them. */
export const structureRules: readonly Rule[] = [...tree, ...rooms, ...furniture, ...neighbours];
