import { limitOf, listOf } from "../../shared/lists.ts";
import { healthReport, knownPerson, peopleQuery, runningLine } from "../../shared/operations.ts";
import type { Http } from "../platform/http/index.ts";
import type { LineList, PeopleList, Signals } from "./ports.ts";
import { healthOf } from "./rules.ts";

const tags = ["Operations"];
const access = { access: "operator" } as const;
const mostLines = 100;

interface Desk {
  readonly signals: Signals;
  readonly lineList: LineList;
  readonly peopleList: PeopleList;
  /** Null where no Redis is used. */
  readonly isRedisThere: (() => boolean) | null;
}

/** What operators look at first: what is wrong, by name; lines; people. */
export function deskRoutes(app: Http, { signals, lineList, peopleList, isRedisThere }: Desk): void {
  const health = { tags, summary: "What is wrong, by name", response: { 200: healthReport } };
  app.get("/api/operations/health", { config: access, schema: health }, async ({ log }) => {
    const levels = await signals.read().catch((error) => {
      log.warn(error, "what the database says could not be measured");
      return null;
    });
    return healthOf({ levels, isRedisThere: isRedisThere?.() ?? null });
  });

  const lines = { tags, summary: "Lines that are not over", response: { 200: listOf(runningLine) } };
  app.get("/api/operations/lines", { config: access, schema: lines }, async () => {
    return { items: await lineList.running(mostLines), nextCursor: null, hasNext: false };
  });

  const people = {
    ...{ tags, summary: "People with an account", querystring: peopleQuery },
    response: { 200: listOf(knownPerson) },
  };
  app.get("/api/operations/people", { config: access, schema: people }, ({ query }) =>
    peopleList.list(query, query.cursor ?? null, limitOf(query)),
  );
}
