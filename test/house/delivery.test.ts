import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { containerUser, databaseCertificates } from "../../infra/lib/constructs/image.ts";
import { readParameters } from "../../infra/lib/parameters.ts";
import { isTest, readSources } from "../../scripts/house/sources.ts";
import { serverFlags } from "../../scripts/setup/server-flags.mjs";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const nodeOfMatrix = { "node-version": `\${{ matrix.node }}` };

type Workflow = {
  readonly on: object;
  readonly jobs: Readonly<Record<string, Job>>;
};
type Job = {
  readonly "timeout-minutes": number;
  readonly "runs-on": string;
  readonly env?: Readonly<Record<string, string>>;
  readonly services: object;
  readonly steps: readonly Step[];
};
type Step = {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
};

const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}.yml`));
const runsOf = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);
const [checks, delivery] = [workflow("check"), workflow("deliver")];

test("D25: every change runs all gates and tests on Node 20, 22 and 24, with PostgreSQL and Redis beside it", () => {
  expect(checks.on).toEqual({ pull_request: null, push: { branches: ["main"] } });
  expect(Object.keys(checks.jobs)).toEqual(["check"]);
  const { check } = checks.jobs as { check: Job };
  expect(check).toMatchObject({ strategy: { "fail-fast": false, matrix: { node: [20, 22, 24] } } });
  expect(check).toMatchObject({ services: { postgres: {}, redis: {} } });
  expect(check.steps).toContainEqual(expect.objectContaining({ with: expect.objectContaining(nodeOfMatrix) }));
  // Without these every test that needs a real server of either would be skipped, or start its own.
  expect(check.steps).toContainEqual({
    ...{ name: "Gates and tests", run: "npm test" },
    env: {
      DATABASE_URL: "postgres://postgres@127.0.0.1:5432/postgres",
      REDIS_URL: "redis://127.0.0.1:6379",
      CHROMIUM: "/usr/bin/chromium",
    },
  });
  // The runner's own; Ubuntu's package is a door to a snap, and takes its place.
  expect(runsOf(check).join()).not.toContain("chromium");
  for (const one of [check, ...check.steps]) expect(one).not.toHaveProperty("continue-on-error");
  for (const one of [check, ...check.steps]) expect(one).not.toHaveProperty("if");
});

test("D25: a delivery has no key of its own, and goes on only when the migration ended well", () => {
  const { deliver } = delivery.jobs as { deliver: Job };
  expect(read(".github/workflows/deliver.yml")).not.toMatch(/secrets\.|aws-access-key-id|continue-on-error/);
  expect(deliver).toMatchObject({
    environment: "production",
    permissions: { contents: "read", "id-token": "write" },
  });
  // Else a check that failed, or one of somebody's pull request, would be delivered.
  const run = "github.event.workflow_run";
  const { newest } = delivery.jobs as { newest: Job & { if: string } };
  expect(newest.if).toContain(`|| ${run}.conclusion == 'success' && ${run}.event == 'push' }}`);
  expect(deliver).toMatchObject({ needs: "newest", if: "${{ needs.newest.outputs.goes-out == 'yes' }}" });
  const runs = runsOf(deliver);
  const steps = ["docker push", "deploy Registry Network Data", "ops/migrate.mjs", "deploy Mail Api", "ops/smoke.mjs"];
  const places = steps.map((step) => runs.findIndex((one) => one.includes(step)));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(places).not.toContain(-1);
  // What comes after in the same step would hide how they ended.
  expect(runs).toContain("node ops/migrate.mjs");
  expect(runs).toContain('node ops/smoke.mjs "https://$DOMAIN"');
});

test("D25: a delivery builds what it deploys, as the role that was made for it, and deploys every stack", () => {
  const { deliver } = delivery.jobs as { deliver: Job };
  const runs = runsOf(deliver);
  const places = ["npm run build", "docker build", "cdk deploy"].map((step) =>
    runs.findIndex((one) => one.includes(step)),
  );
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(runs[places[0] as number]?.split("\n")).toContain("npm run build");
  const signIn = deliver.steps.filter(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
  expect(signIn.map((step) => step.with?.["role-to-assume"])).toEqual([
    `arn:aws:iam::\${{ vars.AWS_ACCOUNT }}:role/popline-deployer`,
  ]);
  // No job outlasts its credentials, which last as long as the role lets them (infra/test/rows.ts).
  expect(signIn.map((step) => step.with?.["role-duration-seconds"])).toEqual([10_800]);
  expect(deliver["timeout-minutes"] * 60).toBeLessThanOrEqual(10_800);
  const deployed = runs.flatMap((one) => /cdk deploy ([A-Z a-z]+) --exclusively/.exec(one)?.[1]?.split(" ") ?? []);
  expect(deployed).toEqual(["Registry", "Network", "Data", "Mail", "Api", "Observability", "Web"]);
  const made = [...read("infra/lib/popline.ts").matchAll(/import \{ create(\w+) \} from "\.\/stacks\//g)];
  expect([...deployed].sort()).toEqual(made.map(([, name]) => name).sort());
});

test("D25: a delivery hands on each setting that there is, as the environment has it, and no other", () => {
  const { deliver } = delivery.jobs as { deliver: Job };
  const variable = (name: string) => `\${{ vars.${name} }}`;
  const ofEnvironment = [
    ...["COMPUTE", "NAT", "DOMAIN", "HOSTED_ZONE_ID", "MAIL_FROM", "PRIVACY_CONTACT", "OPERATORS", "KAKAO_CLIENT_ID"],
    "CLOUDFRONT_PREFIX_LIST",
  ];
  expect(deliver.env).toEqual({
    ...Object.fromEntries(ofEnvironment.map((name) => [name, variable(name)])),
    ...{ ACCOUNT: variable("AWS_ACCOUNT"), REPOSITORY: `\${{ github.repository }}` },
  });
  const read = new Set<string>();
  const told: Readonly<Record<string, string | undefined>> = {
    ...{ ACCOUNT: "111111111111", DOMAIN: "popline.example", HOSTED_ZONE_ID: "Z0123456789" },
    ...{ MAIL_FROM: "<a@popline.example>", PRIVACY_CONTACT: "b@popline.example", OPERATORS: "c@popline.example" },
    ...{ KAKAO_CLIENT_ID: "app", IMAGE_TAG: "0".repeat(40), REPOSITORY: "popline/popline" },
  };
  const get = (all: typeof told, name: string | symbol) => {
    read.add(String(name));
    return Reflect.get(all, name);
  };
  readParameters(new Proxy(told, { get }));
  // The commit is a step's, and what was built lies where the build puts it.
  const others = ["IMAGE_TAG", "FUNCTION_FOLDER"];
  expect([...read].sort()).toEqual([...Object.keys(deliver.env ?? {}), ...others].sort());
  // Of these alone the names at GitHub are a table for whoever sets them.
  const page = readFileSync(join(root, "docs/operating/deploying.md"), "utf8");
  for (const name of ofEnvironment) expect(page).toContain(`\`${name}\``);
});

test("D25: what main was checked for goes out, one at a time, and none is cut off half way", () => {
  expect(delivery.on).toMatchObject({
    workflow_run: { workflows: ["check"], types: ["completed"], branches: ["main"] },
  });
  // Of the workflow, runs that skip the job would be in the group too, and replace a delivery that waits.
  expect(delivery).not.toHaveProperty("concurrency");
  expect(delivery.jobs.deliver).toMatchObject({ concurrency: { group: "deliver", "cancel-in-progress": false } });
});

test("D25: the image is built for the processors that tasks run on, by a machine that has one", () => {
  const { deliver } = delivery.jobs as { deliver: Job };
  expect(runsOf(deliver).filter((run) => /docker build /.test(run))).toEqual([
    expect.stringContaining('docker build --platform linux/arm64 --tag "$image" .\ndocker push "$image"\n'),
  ]);
  expect(deliver["runs-on"]).toMatch(/-arm$/);
  // The first image is somebody's, on any machine; its tag can be pushed once.
  const byHand = read("docs/operating/deploying.md").match(/^ *docker (build|tag|push) .*$/gm);
  expect(byHand?.map((line) => line.trim())).toEqual([
    'docker build --platform linux/arm64 --tag "popline:$IMAGE_TAG" .',
    'docker tag "popline:$IMAGE_TAG" "$registry/popline:$IMAGE_TAG"',
    'docker push "$registry/popline:$IMAGE_TAG"',
  ]);
});

test("a developer's machine has the PostgreSQL and the Valkey that every change is checked with", () => {
  const { services } = parse(read("compose.yaml"));
  const { check } = checks.jobs as { check: Job };
  const images = (all: object) => Object.fromEntries(Object.entries(all).map(([name, { image }]) => [name, image]));
  expect(images(services)).toEqual({ postgres: "postgres:17", redis: "valkey/valkey:8" });
  expect(images(check.services)).toEqual(images(services));
  // Nobody else's machine reaches them: they ask for no password.
  expect(services).toMatchObject({
    ...{ postgres: { ports: ["127.0.0.1:5432:5432"] }, redis: { ports: ["127.0.0.1:6379:6379"] } },
  });
  // What a buffered entrance has answered must be there after a restart, and when there is no room (decision 0039).
  expect(services.redis.command).toEqual([
    ...["valkey-server", "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"],
  ]);
});

test("D25: in the image is who may sign the database's certificate, where servers look for it", () => {
  const dockerfile = read("Dockerfile");
  const kept = "certificates/rds.pem";
  expect(dockerfile).toContain(`\nADD https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem ${kept}\n`);
  expect(dockerfile).toContain(`cp ${kept} image/certificates/ && `);
  expect(dockerfile).toMatch(/\nWORKDIR \/app\nCOPY --from=build \/app\/image \.\/\n/);
  expect(databaseCertificates).toBe(`/app/${kept}`);
});

test("what the server reads of the repository is in the image, also where Docker does not build it", () => {
  const copied = /cp -a --parents ([^&]*?) image\//.exec(read("Dockerfile"))?.[1]?.split(/[\s\\]+/) ?? [];
  expect(/cp -a --parents (.*) "/.exec(read("ops/image/build.sh"))?.[1]?.split(" ")).toEqual(copied);
  // SQL and Redis's scripts lie beside the programs that read them.
  for (const path of ["Dockerfile", "ops/image/build.sh"]) {
    expect(read(path)).toMatch(/^ *(&& )?find server -name '\*\.sql' -o -name '\*\.lua' \| xargs cp --parents -t /m);
  }
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
