import type { App } from "aws-cdk-lib/core";
import { createCache } from "../constructs/cache.ts";
import { addressOf, createDatabase } from "../constructs/database.ts";
import { databaseCertificates } from "../constructs/image.ts";
import { createKeptSettings } from "../constructs/kept-settings.ts";
import { createMigration } from "../constructs/migration.ts";
import type { Parameters } from "../parameters.ts";
import type { Network } from "./network.ts";
import { openStack } from "./open-stack.ts";
import type { Registry } from "./registry.ts";

/** What must not be lost, and the task that migrates it: deployed first, so that it runs before new servers start. */
export function createData(app: App, parameters: Parameters, { network, registry }: Below) {
  const stack = openStack(app, "Data", parameters);
  const { cluster, admin, login } = createDatabase(stack, network);
  const cache = createCache(stack, network);
  const kept = createKeptSettings(stack, parameters);
  createMigration(stack, {
    ...{ network, images: registry.images, imageTag: parameters.imageTag, admin, login },
    databaseUrl: addressOf(cluster.clusterEndpoint.hostname, databaseCertificates),
  });
  return { stack, cluster, login, cache, kept };
}

interface Below {
  readonly network: Network;
  readonly registry: Registry;
}

export type Data = ReturnType<typeof createData>;
