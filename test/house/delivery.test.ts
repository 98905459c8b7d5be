import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { containerUser } from "../../infra/lib/constructs/image.ts";
import { isTest, readSources } from "../../scripts/house/sources.ts";
import { serverFlags } from "../../scripts/setup/server-flags.mjs";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

test("D25: every change runs all gates and tests on Node 20, 22 and 24, with PostgreSQL and Redis beside it", () => {
  const check = read(".github/workflows/check.yml");
  expect(check).toContain("node: [20, 22, 24]");
  expect(check).toMatch(/services:\n {6}postgres:[\s\S]*\n {6}redis:/);
  expect(check).toMatch(/run: npm test\n/);
  expect(check).not.toMatch(/continue-on-error|--skip|-- test/);
});

test("D25: a delivery has no key of its own, and goes on only when the migration ended well", () => {
  const deliver = read(".github/workflows/deliver.yml");
  expect(deliver).not.toMatch(/secrets\.|aws-access-key-id|continue-on-error/);
  expect(deliver).toMatch(/environment: production\n {4}permissions:\n {6}contents: read\n {6}id-token: write/);
  // Else a check that failed, or one of somebody's pull request, would be delivered.
  const run = "github.event.workflow_run";
  expect(deliver).toContain(`|| ${run}.conclusion == 'success' && ${run}.event == 'push' }}\n    runs-on:`);
  const steps = [
    "docker push",
    "deploy Registry Network Data",
    "node ops/migrate.mjs",
    "deploy Mail Api",
    "ops/smoke.mjs",
  ];
  const places = steps.map((step) => deliver.indexOf(step));
  expect(places.every((place, at) => place > (places[at - 1] ?? 0))).toBe(true);
});

test("what the server reads of the repository is in the image, also where Docker does not build it", () => {
  const copied = /cp -a --parents ([^&]*?) image\//.exec(read("Dockerfile"))?.[1]?.split(/[\s\\]+/) ?? [];
  expect(/cp -a --parents (.*) "/.exec(read("ops/image/build.sh"))?.[1]?.split(" ")).toEqual(copied);
  const files = readSources(root, "server", /[.]ts$/).filter(({ path }) => !isTest(path));
  const wanted = files.flatMap(({ path, text }) =>
    path.startsWith("server/demo/")
      ? []
      : [...text.matchAll(/join\(repository, "([^"]+)"/g)].map(([, name = ""]) => name),
  );
  expect(wanted).toContain("web/public/icon.svg");
  const isThere = (name: string) => name === "server" || copied.some((one) => `${name}/`.startsWith(`${one}/`));
  expect(wanted.filter((name) => !isThere(name))).toEqual([]);
});

test("the image runs as nobody, without a shell, and starts the server as npm start does", () => {
  const [, last = ""] = read("Dockerfile").split(/^FROM gcr\.io\/distroless\//m);
  expect(last).toMatch(/^nodejs24-debian12:nonroot/);
  expect(last).toContain(`USER ${containerUser}`);
  expect(last).not.toMatch(/^RUN /m);
  expect(last).toContain(`CMD ${JSON.stringify([...serverFlags, "dist/programs/server.js"]).replaceAll(",", ", ")}`);
});
