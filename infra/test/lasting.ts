import { describe, expect, test } from "vitest";
import { readable } from "./readable.ts";
import { assemblyOf, exactlyOne, modes, propertiesOf, resourcesIn } from "./synthesized.ts";

// What outlives a mistake, and what has to go after a while.

const kept: Readonly<Record<string, readonly string[]>> = {
  Registry: ["Images"],
  Network: ["FlowLogs"],
  // What is in the database and the keys that unseal it are nowhere else.
  Data: [
    ...["Database", "DatabaseLogs", "DatabaseReader", "DatabaseSubnets", "DatabaseWriter", "Kept"],
    "MigrationLogs",
  ],
  Mail: ["MailFunctionLogs"],
  Api: ["ServerLogs", "WarmUpLogs"],
  Observability: [],
  Web: [],
};

/** Of passwords of databases, as CDK has it: a newer CDK that leaves out others would make new ones. */
const leftOut = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

describe.each(modes)("S39 with compute %s", (mode) => {
  test.each(Object.entries(kept))("%s: what stays when it is taken out of a template: %j", (stack, names) => {
    // But for what a first deployment made and took back: a name that stays would be in the way of the next.
    const found = resourcesIn(mode, stack).filter(
      ([, { DeletionPolicy, UpdateReplacePolicy }]) =>
        DeletionPolicy === "RetainExceptOnCreate" && UpdateReplacePolicy === "Retain",
    );
    expect(found.map(([name]) => name.replace(/[0-9A-F]{8}$/, "")).sort()).toEqual(names);
  });

  test("what was filled in by hand outlives every deployment: how it was made is as it was", () => {
    const secrets = propertiesOf(mode, "AWS::SecretsManager::Secret").filter(({ Name }) => Name === "popline/kept");
    // Any change of it, one more name or one character less, makes a new version: FIELD_KEYS empty, sealed fields gone.
    expect(secrets.map(({ GenerateSecretString }) => GenerateSecretString)).toEqual([
      {
        SecretStringTemplate: '{"FIELD_KEYS":"","KAKAO_CLIENT_SECRET":"","KAKAO_ADMIN_KEY":"","VAPID_PRIVATE_KEY":""}',
        ...{ GenerateStringKey: "SESSION_SECRET", PasswordLength: 64, ExcludePunctuation: true },
      },
    ]);
    expect(exactlyOne(secrets).SecretString).toBeUndefined();
  });

  test("passwords that the database and Valkey were told are made as they were: of others they would not hear", () => {
    const secrets = propertiesOf(mode, "AWS::SecretsManager::Secret").filter(({ Name }) => Name !== "popline/kept");
    const made = secrets.flatMap(({ Name, GenerateSecretString: how }) => (how ? [[Name, readable(how)]] : []));
    const word = { GenerateStringKey: "password", PasswordLength: 30, ExcludeCharacters: leftOut };
    const login = '{"username":"popline","dbname":"popline","masterarn":"<DatabaseSecretAttachment>"}';
    expect(Object.fromEntries(made)).toEqual({
      "popline/cache-password": { PasswordLength: 64, ExcludePunctuation: true },
      "popline/database-admin": { ...word, SecretStringTemplate: '{"username":"popline_admin"}' },
      "popline/database-login": { ...word, SecretStringTemplate: login },
    });
  });

  test("nobody deletes a stack by accident", () => {
    const open = assemblyOf(mode).stacks.filter(({ terminationProtection }) => terminationProtection !== true);
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  test("nobody who came is written down on the way in, with a whole address, a browser and a query", () => {
    // Where CloudFront, load balancers and firewalls could write.
    for (const type of ["AWS::S3::Bucket", "AWS::WAFv2::LoggingConfiguration", "AWS::Logs::Delivery"]) {
      expect(propertiesOf(mode, type), type).toEqual([]);
    }
    const { DistributionConfig } = exactlyOne(propertiesOf(mode, "AWS::CloudFront::Distribution"));
    expect(DistributionConfig).not.toHaveProperty("Logging");
    expect(DistributionConfig.DefaultCacheBehavior).not.toHaveProperty("RealtimeLogConfigArn");
    const { LoadBalancerAttributes } = exactlyOne(propertiesOf(mode, "AWS::ElasticLoadBalancingV2::LoadBalancer"));
    expect(JSON.stringify(LoadBalancerAttributes)).not.toContain("_logs.");
    expect(JSON.stringify(propertiesOf(mode, "AWS::WAFv2::WebACL"))).not.toContain('"SampledRequestsEnabled":true');
  });
});
