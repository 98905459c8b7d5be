import type { Door as Route } from "../../../server/platform/http/caller.ts";
import { type ProblemName, problemStatus } from "../../../shared/problems.ts";
import type { Answered, Method, World } from "../world.ts";
import { rowsOfOthers } from "./others.ts";
import { type CallerName, everybody, mirrored, roleOf } from "./people.ts";
import type { Promised } from "./promised.ts";
import { absent, type Cookies, makeThings, must, type Side, type Things, writeStores } from "./things.ts";

/** Whose thing a call names: A's, B's, nobody's, or B's thing below A's. */
type Whose = "A's" | "B's" | "absent" | "mixed";

interface Cell {
  readonly caller: CallerName;
  readonly whose: Whose;
  /** A problem's name for a refusal, null for a call that may be made. */
  readonly refusal: ProblemName | null;
}

export interface Ground {
  readonly world: World;
  readonly cookies: Cookies;
  readonly sides: Readonly<Record<"A" | "B", Side>>;
  readonly things: Readonly<Record<"A" | "B", Things>>;
}

const keyOf = ({ method, url }: Route) => `${method} ${url}`;
/** Writes about oneself alone: by visitor A, who is enough, they leave whatever is of others as it is. */
const isOfOneself = ({ method, url }: Route) => method !== "GET" && /^\/api\/me(\/|$)|\/follow$/.test(url);
const parametersOf = (url: string) => [...url.matchAll(/:(\w+)/g)].map(([, name]) => name as keyof Things);

/** Routes without a line in the matrix, and lines without a route. */
export function missing(doors: readonly Route[], matrix: Readonly<Record<string, Promised>>): string[] {
  const routes = new Set(doors.map(keyOf));
  // The framework answers HEAD with the route's own GET.
  const isHead = (key: string) => key.startsWith("HEAD ") && routes.has(key.replace("HEAD", "GET").replace(/\/$/, ""));
  const unlisted = [...routes].filter((key) => matrix[key] === undefined && !isHead(key));
  const gone = Object.keys(matrix).filter((key) => !routes.has(key) && matrix[key]?.ofBuiltPages !== true);
  return [...unlisted.map((key) => `${key} is not in the matrix`), ...gone.map((key) => `${key} is no route`)];
}

function refusalFor(promised: Promised, caller: CallerName, whose: Whose): ProblemName | null {
  if (!promised.door.includes(caller)) return caller === "nobody" ? "sign-in-needed" : "forbidden";
  if (promised.reach === undefined) return null;
  if (whose === "absent" || whose === "mixed") return "not-found";
  const asSeenByA = whose === "A's" ? caller : mirrored(caller);
  return promised.reach.includes(asSeenByA) ? (promised.but?.[asSeenByA] ?? null) : "not-found";
}

/** Every caller with every kind of thing the route can name. */
function cellsOf(url: string, promised: Promised): Cell[] {
  // A route that reaches things and has none in its address names one in its body.
  const named = parametersOf(url).length || (promised.reach === undefined ? 0 : 1);
  const whoses: Whose[] = named === 0 ? ["A's"] : ["A's", "B's", "absent", ...(named > 1 ? (["mixed"] as const) : [])];
  return whoses.flatMap((whose) =>
    everybody.map((caller) => ({ caller, whose, refusal: refusalFor(promised, caller, whose) })),
  );
}

function thingsFor(whose: Whose, { A, B }: Ground["things"]): Things {
  if (whose === "mixed") return { ...B, storeId: A.storeId };
  return { "A's": A, "B's": B, absent }[whose];
}

/** An address with the ids of these things; the matrix says where a name stands for another thing than usual. */
export function fill(url: string, { names }: Promised, things: Things): string {
  return url.replace(/:(\w+)/g, (_, name: keyof Things) => things[names?.[name] ?? name]);
}

function call({ world }: Ground, route: Route, promised: Promised, things: Things, cookie: string | undefined) {
  const query = route.schema?.querystring as { properties?: object } | undefined;
  // The things that were made first stand last in a list.
  const paged = "limit" in (query?.properties ?? {}) ? "?limit=100" : "";
  const url = fill(route.url, promised, things) + paged;
  const body = promised.body === undefined ? {} : { body: promised.body(things) };
  return world.ask(route.method as Method, url, { cookie, ...body });
}

/** Null when the refusal is the one promised and says nothing else. */
function wrongRefusal(answer: Answered, problem: ProblemName): string | null {
  const isRight = answer.status === problemStatus[problem] && answer.body.type === `/problems/${problem}`;
  if (!isRight) return `answered ${answer.status}, not ${problem}`;
  const said = Object.keys(answer.body).filter((name) => !["type", "title", "status"].includes(name));
  return said.length === 0 ? null : `says ${said.join(", ")} in a refusal`;
}

function wrongAnswer(answer: Answered, promised: Promised, { caller, whose }: Cell, { A }: Ground["things"]) {
  const { status } = answer;
  const isRight = promised.answers === undefined ? status < 400 : status === promised.answers;
  if (!isRight) return `answered ${status} ${JSON.stringify(answer.body)}`;
  if (promised.lists === undefined || whose !== "A's") return null;
  const { thing, to } = promised.lists;
  const shows = JSON.stringify(answer.body).includes(`"id":"${A[thing]}"`);
  return shows === to.includes(caller) ? null : `${shows ? "shows" : "hides"} A's ${thing}`;
}

/** Things of their own where the call uses them up, and a session of its own where the call ends it. */
async function prepare(ground: Ground, promised: Promised, { caller, whose }: Cell) {
  const { world, cookies, sides, things } = ground;
  const side = whose === "B's" ? "B" : "A";
  const known = thingsFor(whose, things);
  const stores = promised.spends === "stores" ? await writeStores(world, things[side].storeId) : {};
  const used = promised.spends === true ? await makeThings(world, sides[side]) : { ...known, ...stores };
  if (promised.first === "cancel") {
    await must(world, "POST", `/api/reservations/${used.reservationId}/cancel`, sides[side].visitor);
  }
  const isOwn = promised.endsSession && caller !== "nobody";
  return { used, cookie: isOwn ? await world.signIn(`${caller} leaves`, roleOf[caller]) : cookies[caller] };
}

/** Makes every call of one route that the matrix speaks of; answers where the product does not keep its promise. */
export async function judge(ground: Ground, route: Route, promised: Promised): Promise<string[]> {
  const { world, cookies } = ground;
  const findings: string[] = [];
  const note = ({ caller, whose }: Cell, wrong: string | null) => {
    if (wrong !== null) findings.push(`${keyOf(route)} by ${caller}, ${whose}: ${wrong}`);
  };
  const cells = cellsOf(route.url, promised);

  const before = await world.everything();
  for (const cell of cells) {
    if (cell.refusal === null) continue;
    const answer = await call(ground, route, promised, thingsFor(cell.whose, ground.things), cookies[cell.caller]);
    note(cell, wrongRefusal(answer, cell.refusal));
  }
  if ((await world.everything()) !== before) findings.push(`${keyOf(route)}: a refused call changed something`);

  for (const cell of cells) {
    if (cell.refusal !== null) continue;
    const { used, cookie } = await prepare(ground, promised, cell);
    const others =
      isOfOneself(route) && cell.caller === "visitorA" ? await rowsOfOthers(world, cookie) : async () => "";
    const theirs = await others();
    note(cell, wrongAnswer(await call(ground, route, promised, used, cookie), promised, cell, ground.things));
    if ((await others()) !== theirs) note(cell, "changed what is of others");
  }
  const isSafe = route.method === "GET" && promised.spends === undefined;
  if (isSafe && (await world.everything()) !== before) findings.push(`${keyOf(route)}: a GET changed something`);
  return findings;
}
