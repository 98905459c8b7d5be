import { ContainerImage, LogDrivers, Secret, type TaskDefinition } from "aws-cdk-lib/aws-ecs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import type { Data } from "../stacks/data.ts";
import type { Mail } from "../stacks/mail.ts";
import type { Registry } from "../stacks/registry.ts";
import { addressOf } from "./database.ts";
import { serverPort } from "./firewalls.ts";
import { containerUser, databaseCertificates, imageProgram, serverFlags } from "./image.ts";
import { handKept } from "./kept-settings.ts";
import { createLogs } from "./logs.ts";
import { insideRange } from "./vpc.ts";

export interface ContainerWorld {
  readonly registry: Registry;
  readonly data: Data;
  readonly mail: Mail;
  readonly parameters: Parameters;
}

/** A server is one thread; the other half is for the engine's own work and ECS Exec. */
export const serverSize = { cpu: 1_024, memoryLimitMiB: 2_048 };
/** What ECS Exec's agent writes to, beside a root file system that nobody writes to. */
const agentFolders = { state: "/var/lib/amazon", logs: "/var/log/amazon" };
/** A server answers what it has accepted and ends within 25 s (server/main.ts). */
const stopWithinSeconds = 40;

/** The settings of server/platform/settings.ts; a test reads them with it. */
function settingsOf({ data, mail, parameters }: ContainerWorld): Record<string, string> {
  const { cluster } = data;
  return {
    NODE_ENV: "production",
    HOST: "0.0.0.0",
    PORT: `${serverPort}`,
    PUBLIC_URL: `https://${parameters.domain}`,
    TRUSTED_PROXIES: insideRange,
    DATABASE_URL: addressOf(cluster.clusterEndpoint.hostname, databaseCertificates),
    DATABASE_REPLICA_URL: addressOf(cluster.clusterReadEndpoint.hostname, databaseCertificates),
    AWS_REGION: parameters.region,
    METRICS: "emf",
    REDIS_CLUSTER: "on",
    MAIL_TRANSPORT: "sqs",
    MAIL_QUEUE_URL: mail.mails.queue.queueUrl,
  };
}

function secretsOf({ data }: ContainerWorld): Record<string, Secret> {
  const { login, cache, kept } = data;
  const fields = [...handKept, "SESSION_SECRET"].map((name) => [name, Secret.fromSecretsManager(kept.secrets, name)]);
  const words = Object.entries(kept.words).map(([name, word]) => [name, Secret.fromSsmParameter(word)]);
  return {
    ...Object.fromEntries([...fields, ...words]),
    PGUSER: Secret.fromSecretsManager(login, "username"),
    PGPASSWORD: Secret.fromSecretsManager(login, "password"),
    REDIS_URL: Secret.fromSecretsManager(cache.address),
  };
}

/** The server in its container: nobody in particular, with a root file system that cannot be written to. */
export function addServer(scope: Construct, task: TaskDefinition, world: ContainerWorld): void {
  const { registry, parameters } = world;
  const container = task.addContainer("server", {
    image: ContainerImage.fromEcrRepository(registry.images, parameters.imageTag),
    command: imageProgram("server", serverFlags),
    ...{ cpu: serverSize.cpu, memoryLimitMiB: serverSize.memoryLimitMiB },
    ...{ user: containerUser, readonlyRootFilesystem: true, stopTimeout: Duration.seconds(stopWithinSeconds) },
    portMappings: [{ containerPort: serverPort }],
    ...{ environment: settingsOf(world), secrets: secretsOf(world) },
    logging: LogDrivers.awsLogs({
      logGroup: createLogs(scope, "ServerLogs", "/popline/server"),
      streamPrefix: "server",
    }),
  });
  for (const [name, containerPath] of Object.entries(agentFolders)) {
    task.addVolume({ name });
    container.addMountPoints({ sourceVolume: name, containerPath, readOnly: false });
  }
  world.mail.mails.queue.grantSendMessages(task.taskRole);
}
