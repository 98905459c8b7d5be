import { randomUUID } from "node:crypto";
import { createApp } from "../../server/app.ts";
import { type Clock, realClock } from "../../server/platform/clock.ts";
import { type Database, openDatabase } from "../../server/platform/database/index.ts";
import type { Http } from "../../server/platform/http/index.ts";
import { readSettings } from "../../server/platform/settings.ts";
import { dayIn } from "../services/days.ts";
import { createTestDatabase } from "../services/test-database.ts";
import { watchNamedProblems } from "./named-problems.ts";

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: NodeJS.Dict<unknown>;
  readonly bytes: Buffer;
}

export interface Ask {
  readonly cookie?: string | undefined;
  /** JSON as a value or as text; a buffer is a picture. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT" | "HEAD";
export type World = Awaited<ReturnType<typeof openWorld>>;
export type Door = (method: Method, url: string, ask?: Ask) => Promise<Answered>;

/** Asks through HTTP without a socket. */
function doorOf(app: Awaited<ReturnType<typeof createApp>>): Door {
  return async (method, url, { cookie, body, headers = {} } = {}) => {
    const isPicture = Buffer.isBuffer(body);
    const json = body === undefined ? {} : { "content-type": isPicture ? "image/png" : "application/json" };
    const answer = await app.http.inject({
      method,
      url,
      headers: { ...json, ...(cookie === undefined ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { payload: typeof body === "string" || isPicture ? body : JSON.stringify(body) }),
    });
    const isJson = /json/.test(String(answer.headers["content-type"]));
    const parsed = isJson && answer.body !== "" ? JSON.parse(answer.body) : { text: answer.body };
    return { status: answer.statusCode, body: parsed, headers: answer.headers, bytes: answer.rawPayload };
  };
}

async function signInThrough(ask: Door, name: string, role = "visitor"): Promise<string> {
  const answer = await ask("POST", "/api/demo/sign-in", { body: { name, role } });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

/** A host with a store and one slot that starts in three days. */
async function openStoreThrough(ask: Door, wish: Record<string, unknown> = {}, capacity = 10) {
  const host = await signInThrough(ask, `host ${randomUUID().slice(0, 8)}`, "host");
  const body = {
    name: randomUUID(),
    category: "food",
    district: "성수",
    startsOn: dayIn(1),
    endsOn: dayIn(9),
    ...wish,
  };
  const store = await ask("POST", "/api/stores", { cookie: host, body });
  const slots = { dates: [dayIn(3)], times: ["14:00"], capacity };
  const added = await ask("POST", `/api/stores/${store.body.id}/slots`, { cookie: host, body: slots });
  const [slot] = added.body.slotIds as string[];
  return { host, store: String(store.body.id), slot: slot as string };
}

/** Every row of every table. */
async function everyRow(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>({
    text: "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    values: [],
  });
  const each = tables.map(
    ({ name }) => `select '${name}' as at, jsonb_agg(to_jsonb(t) order by to_jsonb(t))::text as rows from ${name} as t`,
  );
  return JSON.stringify(await database.query({ text: `${each.join(" union all ")} order by 1`, values: [] }));
}

/**
 * Every row of every table, so that a test can say that nothing has changed. They are read again only after a
 * transaction that wrote: PostgreSQL gives each of those a number, kept or rolled back, and none to one that only read.
 */
function watchRows(database: Database): () => Promise<string> {
  const nextNumber = { text: "select pg_snapshot_xmax(pg_current_snapshot())::text as number", values: [] };
  let known = { number: "", rows: "" };
  return async () => {
    const [next] = await database.query<{ number: string }>(nextNumber);
    const number = next?.number ?? "";
    if (number !== known.number) known = { number, rows: await everyRow(database) };
    return known.rows;
  };
}

interface Changes {
  readonly clock?: Clock;
  /** Routes beside the product's own. */
  readonly moreRoutes?: (http: Http) => void;
  /** Nothing is done but what is asked for, so that rows change by what is asked alone. */
  readonly isStill?: boolean;
  /** What is in the database when the product starts. */
  readonly foundBy?: (query: Database["query"]) => Promise<unknown>;
  readonly lockTimeoutMs?: number;
}

async function openOwnDatabase({ foundBy, lockTimeoutMs }: Pick<Changes, "foundBy" | "lockTimeoutMs">) {
  const { url, drop } = await createTestDatabase({ migrated: true });
  const database = await openDatabase({ databaseUrl: url, dataFolder: "", ...(lockTimeoutMs && { lockTimeoutMs }) });
  await foundBy?.(database.query);
  return { database, drop };
}

/**
 * The whole product in this process, on a database of its own, asked through its HTTP door. An answer with a problem
 * that its route does not name is an error here, so every test of the product looks for one.
 */
export async function openWorld(environment: Record<string, string> = {}, wish: Changes = {}) {
  const { foundBy: _, lockTimeoutMs: __, ...changes } = wish;
  const still = { NETWORK_LIMITS: "off", DEMO_DATA: "off", MAIL_TRANSPORT: "off" };
  const settings = readSettings({ DATA_DIR: "memory://", ...still, ...environment });
  const { database, drop } = await openOwnDatabase(wish);
  const named = watchNamedProblems();
  const app = await createApp({
    ...{ settings, database, clock: realClock, version: "0.0.0", ...changes },
    moreRoutes: (http) => {
      named.listen(http);
      changes.moreRoutes?.(http);
    },
  });
  const door = doorOf(app);
  const ask: Door = async (...asked) => {
    const answer = await door(...asked);
    named.check();
    return answer;
  };
  // Pages name the address they are at, so there is one, though hardly anybody comes that way.
  const address = await app.http.listen({ port: 0, host: "127.0.0.1" });

  return {
    ask,
    database,
    doors: app.http.doors,
    topics: app.http.topics,
    /** Where sockets come in. */
    address,
    signIn: (name: string, role = "visitor") => signInThrough(ask, name, role),
    openStore: (wish: Record<string, unknown> = {}, capacity = 10) => openStoreThrough(ask, wish, capacity),
    join: (slot: string, cookie: string, body: unknown = {}) =>
      ask("POST", `/api/slots/${slot}/entries`, { cookie, body }),
    everything: watchRows(database),
    /** Also of what came through sockets and clients of their own, no problem was unnamed. */
    close: () => app.stop().then(drop).then(named.check),
  };
}
