import { describe, expect, test } from "vitest";
import type { Finding } from "../../scripts/house/finding.ts";
import { inspectSizes } from "../../scripts/house/inspect-sizes.ts";
import { inspectVocabulary } from "../../scripts/house/inspect-vocabulary.ts";
import { buildHouse, type Files } from "./fake-house.ts";

const lines = (count: number, line = "work();") => Array(count).fill(line).join("\n");
const functionOf = (count: number, name = "serve") => `function ${name}() {\n${lines(count - 2)}\n}`;
const sqlHead = "create function code.place(p_slot bigint)\nreturns void";
const blockOf = (count: number) => `begin\n${lines(count - 2, "  perform 1;")}\nend`;
const sqlOf = (body: string) => `${sqlHead} language plpgsql as $$\n${body}\n$$;`;
const declared = `declare\n${lines(60, "  seat integer;")}\n`;
const members = (count: number) => Array.from({ length: count }, (_, index) => `  verb${index}(): void;`).join("\n");
const promise = `// ${"TO"}${"DO"}: later`;

describe("sizes", () => {
  test.each<[string, string, Files]>([
    ["file-size", "a file of 251 lines", { "server/line/service.ts": lines(251) }],
    ["file-size", "a migration of 251 lines", { "database/migrations/0001_line.sql": lines(251, "select 1;") }],
    ["file-size", "a test file of 351 lines", { "server/line/service.test.ts": lines(351) }],
    ["line-width", "a style sheet's line of 121 characters", { "web/src/ui/tokens.css": `/* ${"x".repeat(115)} */` }],
    ["function-size", "a function of 41 lines", { "server/line/service.ts": functionOf(41) }],
    [
      "function-size",
      "an arrow function of 41 lines",
      { "server/line/service.ts": `const serve = () => {\n${lines(39)}\n};` },
    ],
    [
      "function-size",
      "a long function in a factory",
      { "server/line/service.ts": `function createLine() {\n${functionOf(41)}\n}` },
    ],
    ["function-size", "a factory of 41 lines of its own", { "server/line/service.ts": functionOf(41, "createLine") }],
    ["function-size", "a long function that is no component", { "web/src/home.tsx": functionOf(41) }],
    ["function-size", "a component of 81 lines", { "web/src/home.tsx": functionOf(81, "Home") }],
    ["function-size", "a test of 41 lines", { "test/line.test.ts": `test("joins", () => {\n${lines(39)}\n});` }],
    ["function-size", "an SQL function of 41 lines", { "server/line/place.sql": sqlOf(blockOf(41)) }],
    [
      "function-size",
      "the second of two, whatever it declares",
      { "server/line/place.sql": `${sqlOf(blockOf(40))}\n\n${sqlOf(declared + blockOf(41))}` },
    ],
    [
      "function-size",
      "a plain SQL function of 41 lines",
      { "server/line/place.sql": `${sqlHead} language sql as $body$\n${lines(41, "  select 1;")}\n$body$;` },
    ],
    [
      "function-size",
      "a migration's block of 41 lines",
      { "database/migrations/0001_line.sql": `do $$\n${blockOf(41)}\n$$;` },
    ],
    [
      "function-size",
      "an SQL body that cannot be measured",
      { "server/line/place.sql": `${sqlHead} begin atomic select 1; end;\n${sqlOf(blockOf(9))}` },
    ],
    ["port-size", "a port of eight methods", { "server/line/ports.ts": `export interface Line {\n${members(8)}\n}` }],
  ])("%s objects to %s", (rule, _, changes) => {
    expect(rulesBroken(inspectSizes, changes)).toEqual([rule]);
  });

  test.each<[string, Files]>([
    ["a clean house", {}],
    ["exactly the limits", { "server/line/service.ts": `${lines(210)}\n${functionOf(40)}` }],
    ["an SQL function of 40 lines", { "server/line/place.sql": sqlOf(declared + blockOf(40)) }],
    ["many SQL functions", { "server/line/place.sql": lines(6, sqlOf(blockOf(35))) }],
    [
      "a conflict that is passed over",
      { "server/line/place.sql": "insert into place values (1) on conflict\ndo nothing;" },
    ],
    ["a long test file", { "server/line/service.test.ts": lines(350) }],
    ["a long component", { "web/src/home.tsx": functionOf(80, "Home") }],
    ["a factory of functions", { "server/line/service.ts": `function createLine() {\n${lines(5, functionOf(20))}\n}` }],
    [
      "a list of routes",
      { "server/line/routes.ts": `function routes() {\n${lines(5, `on(() => {\n${lines(20)}\n});`)}\n}` },
    ],
    ["a conformance suite", { "server/line/line.conformance.ts": `function hold() {\n${functionOf(40)}\n}` }],
    ["a describe", { "test/line.test.ts": `describe("line", () => {\n${lines(60)}\n});` }],
    ["a port of seven", { "server/line/ports.ts": `export interface Line {\n${members(7)}\n}` }],
  ])("%s passes", (_, changes) => {
    expect(rulesBroken(inspectSizes, changes)).toEqual([]);
  });
});

describe("vocabulary", () => {
  test.each<[string, Files]>([
    ["empty-name", { "server/line/utils.ts": "" }],
    ["empty-name", { "server/common/seats.ts": "" }],
    ["empty-name", { "server/line/batcher.ts": "const seatHelper = 1;" }],
    ["empty-name", { "server/line/batcher.ts": "function batch(lineManager: string) {}" }],
    ["no-default-export", { "server/line/batcher.ts": "export default function batch() {}" }],
    ["no-default-export", { "server/line/batcher.ts": "export default 1;" }],
    ["no-class", { "server/line/batcher.ts": "class Batcher {}" }],
    ["no-class", { "server/line/batcher.ts": "class Batcher extends EventEmitter {}" }],
    ["no-promises", { "server/line/batcher.ts": promise }],
    ["no-promises", { "server/line/admit.sql": `-${promise.replaceAll("/", "-")}` }],
    ["sql-in-its-place", { "server/line/service.ts": "const query = `\n  select place\n  from entries`;" }],
    ["sql-in-its-place", { "server/line/service.ts": `const query = "update slots set held = 1";` }],
    ["sql-in-its-place", { "server/line/service.ts": `const query = \`delete from \${table}\`;` }],
    ["rules-are-pure", { "server/line/rules.ts": "const age = (born: number) => Date.now() - born;" }],
    ["sql-in-its-place", { "server/line/service.ts": "const query = `with mine as (select 1) select * from mine`;" }],
    ["sql-in-its-place", { "server/line/service.ts": "const query = `select code.open_line(7)`;" }],
    ["sql-in-its-place", { "server/app.ts": `const ping = "select 1";` }],
    ["sql-in-its-place", { "server/line/routes.ts": `const query = "TRUNCATE TABLE entries";` }],
    ["sql-in-its-place", { "server/line/service.ts": `const query = "set lock_timeout = 1";` }],
    ["sql-in-its-place", { "server/line/live.ts": `const query = "begin; select";` }],
    ["rules-are-pure", { "server/line/rules.ts": "const today = () => new Date();" }],
    ["rules-are-pure", { "server/line/rules.ts": "const clock = Date.now;" }],
    ["rules-are-pure", { "server/line/rules.ts": "const { now } = Date;" }],
    ["rules-are-pure", { "server/line/rules.ts": "const age = () => performance.now();" }],
    ["rules-are-pure", { "server/line/rules.ts": "const limit = process.env.LIMIT;" }],
    ["rules-are-pure", { "server/line/rules-of-offers.ts": "const lot = () => Math.random();" }],
    ["rules-are-pure", { "server/line/rules.ts": "const seats = async (count: Promise<number>) => await count;" }],
  ])("%s objects to %j", (rule, changes) => {
    expect(rulesBroken(inspectVocabulary, changes)).toEqual([rule]);
  });

  test.each<[string, Files]>([
    ["a clean house", {}],
    ["an error class", { "server/line/batcher.ts": "class Refusal extends Error {}" }],
    ["a config file's default export", { "web/vite.config.ts": "export default {};" }],
    ["English that begins like SQL", { "server/line/service.ts": `const label = "Select a day from the list";` }],
    ["a package's own words", { "server/line/batcher.ts": "call({ helpers: client.common });" }],
    ["a date a rule is given", { "server/line/rules.ts": "const day = (at: string) => new Date(at);" }],
    [
      "dates that are reckoned",
      { "server/line/rules.ts": "const at: Date = new Date(Date.UTC(2027, 0) + Date.parse(``));" },
    ],
    ["members of those names", { "server/line/rules.ts": "const of = (plan: Plan) => plan.process + plan.Date;" }],
    [
      "more English",
      { "server/line/service.ts": `const words = ["set a time", "with care as ever", "begin here", "select"];` },
    ],
  ])("%s passes", (_, changes) => {
    expect(rulesBroken(inspectVocabulary, changes)).toEqual([]);
  });
});

function rulesBroken(inspect: (root: string) => Finding[], changes: Files): string[] {
  const house = buildHouse(changes);
  try {
    return inspect(house.root).map(({ rule }) => rule);
  } finally {
    house.tearDown();
  }
}
