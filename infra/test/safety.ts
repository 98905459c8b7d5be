import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { readSettings } from "../../server/platform/settings.ts";
import { acknowledgedFor } from "../lib/acknowledged.ts";
import { addressOf } from "../lib/constructs/database.ts";
import { assemblyOf, exactlyOne, type Mode, modes, parametersOf, propertiesOf, synthesize } from "./synthesized.ts";

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

/** Everything that some role, user, bucket or queue allows. */
function allowedIn(mode: Mode): Statement[] {
  const roles = propertiesOf(mode, "AWS::IAM::Role").flatMap(({ Policies = [] }) => Policies);
  const policies = [
    ...propertiesOf(mode, "AWS::IAM::Policy"),
    ...propertiesOf(mode, "AWS::IAM::ManagedPolicy"),
    ...roles,
  ];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(({ Effect }) => Effect === "Allow");
}

type Ingress = { CidrIp?: string; CidrIpv6?: string; FromPort: number; ToPort: number; IpProtocol: string };

function ingressIn(mode: Mode): Ingress[] {
  const inside = propertiesOf(mode, "AWS::EC2::SecurityGroup").flatMap(
    ({ SecurityGroupIngress = [] }) => SecurityGroupIngress,
  );
  return [...inside, ...propertiesOf(mode, "AWS::EC2::SecurityGroupIngress")];
}

const secretValues: Readonly<Record<string, string>> = {
  SESSION_SECRET: randomBytes(32).toString("hex"),
  FIELD_KEYS: `1:${randomBytes(32).toString("base64")}`,
  KAKAO_CLIENT_SECRET: randomBytes(16).toString("hex"),
  KAKAO_CLIENT_ID: "kakao-app",
  REDIS_URL: "rediss://:word@cache.example:6379",
  MAIL_FROM: "Popline <hello@popline.example>",
  PRIVACY_CONTACT: "privacy@popline.example",
};

type Told = { readonly Name: string; readonly Value?: unknown };

/** As ECS would hand it over: hosts that CloudFormation fills in have a name, and so have secrets. */
function environmentOf({ Environment, Secrets }: { Environment: Told[]; Secrets: Told[] }): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : joined(value));
  const plain = Environment.map(({ Name, Value }) => [Name, text(Value)]);
  return Object.fromEntries([...plain, ...Secrets.map(({ Name }) => [Name, secretValues[Name] ?? ""])]);
}

function joined(value: unknown): string {
  const { "Fn::Join": join } = value as { "Fn::Join"?: [string, unknown[]] };
  if (join === undefined) return "https://sqs.ap-northeast-2.amazonaws.com/111111111111/popline-mails";
  return join[1].map((part) => (typeof part === "string" ? part : "database.example")).join(join[0]);
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly suppressedViolations?: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** What cdk-nag found and somebody acknowledged, as its report has it. */
function suppressedIn(mode: Mode): string[] {
  const report = readFileSync(join(assemblyOf(mode).directory, "validation-report.json"), "utf8");
  const { pluginReports } = JSON.parse(report) as Report;
  const byNag = pluginReports.filter(({ pluginName }) => pluginName === "AwsSolutions");
  const found = byNag.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
  return found.flatMap(({ ruleName, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath }) => `${constructPath} ${ruleName.replace("AwsSolutions-", "")}`),
  );
}

describe.each(modes)("with compute %s", (mode) => {
  test("it synthesizes without asking AWS anything, and cdk-nag finds nothing that is not acknowledged", () => {
    const { manifest, stacks } = assemblyOf(mode);
    expect(manifest.missing).toBeUndefined();
    expect(stacks.map(({ id }) => id).sort()).toEqual([
      ...["Api", "Data", "Mail", "Network", "Observability", "Registry", "Web"],
    ]);
    expect(stacks.filter(({ environment }) => environment.region !== "ap-northeast-2").map(({ id }) => id)).toEqual([
      "Web",
    ]);
  });

  test("each acknowledgement is of something that cdk-nag found, on that construct, and has its reason", () => {
    const acknowledged = acknowledgedFor(parametersOf(mode));
    expect(suppressedIn(mode).sort()).toEqual(acknowledged.map(({ path, id }) => `${path} ${id}`).sort());
    for (const { reason } of acknowledged) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });

  test("no port is open to the world, 22 least of all", () => {
    const open = ingressIn(mode).filter(({ CidrIp, CidrIpv6 }) => CidrIp === "0.0.0.0/0" || CidrIpv6 === "::/0");
    expect(open).toEqual([]);
    const ssh = ingressIn(mode).filter(({ FromPort, ToPort }) => FromPort <= 22 && ToPort >= 22);
    expect(ssh).toHaveLength(mode === "ec2" ? 1 : 0);
  });

  test("nothing reaches the load balancer past CloudFront", () => {
    const balancer = exactlyOne(propertiesOf(mode, "AWS::ElasticLoadBalancingV2::LoadBalancer"));
    expect(balancer.Scheme).toBe("internal");
    const name = exactlyOne(Object.keys(balancer.SecurityGroups)) && JSON.stringify(balancer.SecurityGroups);
    expect(name).toContain("balancerFirewall");
    const rules = propertiesOf(mode, "AWS::EC2::SecurityGroupIngress", "Network");
    const own = rules.filter(({ GroupId }) => JSON.stringify(GroupId).includes("balancerFirewall"));
    const inside = propertiesOf(mode, "AWS::EC2::SecurityGroup").filter(({ GroupDescription }) =>
      /CloudFront/.test(GroupDescription),
    );
    const all = [...own, ...inside.flatMap(({ SecurityGroupIngress = [] }) => SecurityGroupIngress)];
    expect(all).toEqual([expect.objectContaining({ SourcePrefixListId: "pl-22a6434b", FromPort: 443, ToPort: 443 })]);
  });

  test("no role may do everything to anything", () => {
    const actions = allowedIn(mode).flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action === "*" || action.endsWith(":*"))).toEqual([]);
  });

  test("no secret stands in a template", () => {
    const text = JSON.stringify(assemblyOf(mode).stacks.map(({ template }) => template)).replaceAll(/\\+"/g, '"');
    const named = /(password|secret|token|_key)s?"\s*:\s*"(?!\{\{resolve:)[^"]{12,}"/gi;
    const allowed = /GenerateStringKey|SecretStringTemplate|ManageMasterUserPassword/i;
    expect((text.match(named) ?? []).filter((found) => !allowed.test(found))).toEqual([]);
    for (const { SecretString, GenerateSecretString } of propertiesOf(mode, "AWS::SecretsManager::Secret")) {
      if (SecretString === undefined) expect(GenerateSecretString).toBeDefined();
      else expect(JSON.stringify(SecretString)).toContain("{{resolve:secretsmanager:");
    }
  });

  test("the settings of the container are those that the server reads, and it starts with them", () => {
    const [container] = exactlyOne(propertiesOf(mode, "AWS::ECS::TaskDefinition", "Api")).ContainerDefinitions;
    const told = environmentOf(container);
    const read = new Set<string>();
    const watched = new Proxy(told, {
      get: (all, name) => {
        read.add(String(name));
        return Reflect.get(all, name);
      },
    });
    expect(readSettings(watched)).toMatchObject({
      ...{ demo: false, host: "0.0.0.0", port: 3_000, publicUrl: "https://popline.example" },
      ...{ mail: { transport: "sqs" }, metrics: { to: "emf" }, trustedProxies: ["10.20.0.0/16"], networkLimits: true },
      ...{ redis: { isCluster: true } },
    });
    expect(
      Object.keys(told)
        .filter((name) => !read.has(name))
        .sort(),
    ).toEqual(["PGPASSWORD", "PGUSER"]);
    const [mails] = propertiesOf(mode, "AWS::Lambda::Function", "Mail").filter(({ FunctionName }) => FunctionName);
    expect(existsSync(join(import.meta.dirname, "../../server", `${mails.FunctionName.slice(8)}.ts`))).toBe(true);
  });
});

test("with one acknowledgement less it does not synthesize", () => {
  const [first, ...others] = acknowledgedFor(parametersOf("fargate"));
  expect(first?.path).toBe("Registry/Deployer/DefaultPolicy/Resource");
  expect(() => synthesize("fargate", others)).toThrow(/ERROR.*wildcard[\s\S]*AwsSolutions-IAM5/);
});

test("an acknowledgement of a whole stack, or of nothing, is refused", () => {
  const reason = { id: "S1", reason: "Because." };
  expect(() => synthesize("fargate", [{ path: "Web", ...reason }])).toThrow("whole stack");
  expect(() => synthesize("fargate", [{ path: "Web/Nowhere", ...reason }])).toThrow("Nothing is at Web/Nowhere");
});

test("who is connected to the database comes from PGUSER and PGPASSWORD, whose address names nobody", () => {
  vi.stubEnv("PGUSER", "popline_clone");
  vi.stubEnv("PGPASSWORD", "a word");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { user, password, database, ssl } = new pg.Client({ connectionString: addressOf("database.example") });
  expect({ user, password, database, ssl }).toMatchObject({
    user: "popline_clone",
    password: "a word",
    database: "popline",
  });
  expect(ssl).toBeTruthy();
});
