import type { IRepository } from "aws-cdk-lib/aws-ecr";
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  Secret,
} from "aws-cdk-lib/aws-ecs";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { CfnOutput } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Network } from "../stacks/network.ts";
import { containerUser, imageProgram } from "./image.ts";
import { createLogs } from "./logs.ts";

interface World {
  readonly network: Network;
  readonly images: IRepository;
  readonly imageTag: string;
  readonly databaseUrl: string;
  readonly admin: ISecret;
  readonly login: ISecret;
}

/** As what it starts, and as what it runs: the deployer passes on these two and no others. */
function roleOf(scope: Construct, id: string): Role {
  const assumedBy = new ServicePrincipal("ecs-tasks.amazonaws.com");
  return new Role(scope, id, { path: "/popline/", roleName: `migrate-${id.toLowerCase()}`, assumedBy });
}

/**
 * The image's own task that migrates, by the login that may make roles; a delivery runs it before servers of that image
 * start, and goes on when it ended with 0.
 */
export function createMigration(scope: Construct, { network, images, imageTag, databaseUrl, admin, login }: World) {
  const { vpc, firewalls } = network;
  new Cluster(scope, "Migrations", {
    ...{ vpc, clusterName: "popline-migrations", containerInsightsV2: ContainerInsights.ENABLED },
  });
  const task = new FargateTaskDefinition(scope, "Migrate", {
    ...{ family: "popline-migrate", cpu: 512, memoryLimitMiB: 1_024 },
    ...{ executionRole: roleOf(scope, "Starting"), taskRole: roleOf(scope, "Running") },
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  });
  task.addContainer("migrate", {
    image: ContainerImage.fromEcrRepository(images, imageTag),
    command: imageProgram("migrate"),
    ...{ user: containerUser, readonlyRootFilesystem: true },
    environment: { NODE_ENV: "production", DATABASE_URL: databaseUrl },
    secrets: {
      PGUSER: Secret.fromSecretsManager(admin, "username"),
      PGPASSWORD: Secret.fromSecretsManager(admin, "password"),
      LOGIN_PASSWORD: Secret.fromSecretsManager(login, "password"),
    },
    logging: LogDrivers.awsLogs({
      logGroup: createLogs(scope, "MigrationLogs", "/popline/migrations"),
      streamPrefix: "migrate",
    }),
  });
  const subnets = vpc.privateSubnets.map(({ subnetId }) => subnetId).join(",");
  new CfnOutput(scope, "MigrationSubnets", { value: subnets });
  new CfnOutput(scope, "MigrationFirewall", { value: firewalls.migrations.securityGroupId });
  return task;
}
