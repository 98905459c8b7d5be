import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { isTest, readSources } from "../../scripts/house/sources.ts";

const root = join(import.meta.dirname, "../..");
const sources = readSources(root, "server", /[.]ts$/).filter(({ path }) => !isTest(path));
const isAdapter = (path: string) => /\/[a-z0-9-]+[.](?!conformance[.])[a-z0-9-]+[.]ts$/.test(path);

test("ARCHITECTURE's table of ports has every port that an adapter is made for", () => {
  const [, table = ""] = readFileSync(join(root, "ARCHITECTURE.md"), "utf8").split(/^## Ports$/m);
  const named = new Set(table.split("\n").flatMap((row) => row.split("|", 2)[1]?.match(/\b[A-Z]\w+/g) ?? []));
  const made = sources.flatMap(({ path, text }) => {
    if (!isAdapter(path)) return [];
    const known = [...text.matchAll(/import (?:type )?\{([^}]*)\} from "[^"]*ports[.]ts"/g)].join();
    const answers = text.matchAll(/export (?:async )?function create\w+(?:<[^(]*>)?\([\s\S]*?\): (\w+)/g);
    return [...answers].map(([, port = ""]) => port).filter((port) => new RegExp(`\\b${port}\\b`).test(known));
  });
  expect(made.length).toBeGreaterThan(50);
  expect([...new Set(made)].filter((port) => !named.has(port))).toEqual([]);
});

test("STYLE's list of files that choose adapters is the files of server/ that do", () => {
  const [, list = ""] =
    /adapters are chosen in ([\s\S]*?),? and in\s+tests/.exec(readFileSync(join(root, "STYLE.md"), "utf8")) ?? [];
  const named = [...list.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  const choosing = sources.filter(
    ({ path, text }) =>
      /^server\/[^/]+$/.test(path) &&
      /(?:from|import\() ?"[.]\/[^"]*\/[^/".]+[.](?!conformance)[^/".]+[.]ts"/.test(text),
  );
  const short = choosing
    .map(({ path }) => basename(path))
    .map((name) => (/-wiring[.]ts$/.test(name) ? "*-wiring.ts" : name));
  expect([...new Set(short)].sort()).toEqual(named.sort());
});
