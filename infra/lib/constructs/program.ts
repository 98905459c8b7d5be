import { SubnetType } from "aws-cdk-lib/aws-ec2";
import {
  Architecture,
  Code,
  Function as Lambda,
  ParamsAndSecretsLayerVersion,
  ParamsAndSecretsVersions,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Network } from "../stacks/network.ts";
import { asItIs } from "./firewalls.ts";
import { createLogs } from "./logs.ts";

/** A field of a secret, or all of it. */
export interface Kept {
  readonly secret: ISecret;
  readonly field: string;
}

interface Wish {
  readonly network: Network;
  readonly folder: string;
  /** Of scripts/setup/programs.mjs. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Settings whose values the function asks Secrets Manager for when it starts (server/platform/kept-secrets.ts). */
  readonly secrets: Readonly<Record<string, Kept>>;
}

/** A program of ours as a Lambda inside the network. What it is told in the clear is no secret. */
export function createProgram(scope: Construct, id: string, wish: Wish): Lambda {
  const { network, folder, program, environment, secrets } = wish;
  const kept = Object.entries(secrets).map(([name, { secret, field }]) => [name, [secret.secretArn, field]]);
  const lambda = new Lambda(scope, id, {
    functionName: `popline-${program}`,
    ...{
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.minutes(1),
    },
    ...{ code: Code.fromAsset(folder), handler: `dist/programs/${program}.handler` },
    ...{ vpc: network.vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
    securityGroups: [asItIs(scope, id, network.firewalls.functions)],
    environment: {
      ...environment,
      NODE_ENV: "production",
      KEPT_SECRETS: Stack.of(scope).toJsonString(Object.fromEntries(kept)),
      // Lambda's own list of who may sign certificates, those of RDS among them.
      NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
    },
    paramsAndSecrets: ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103),
    logGroup: createLogs(scope, `${id}Logs`, `/popline/${program}`),
  });
  for (const secret of new Set(Object.values(secrets).map((one) => one.secret))) secret.grantRead(lambda);
  return lambda;
}
