import type { App } from "aws-cdk-lib/core";
import { createLoadBalancer } from "../constructs/load-balancer.ts";
import { renewServers } from "../constructs/renewal.ts";
import { scaleHosts, scaleService } from "../constructs/scaling.ts";
import { createCluster, createService } from "../constructs/service.ts";
import { createWarmUp } from "../constructs/warm-up.ts";
import type { Parameters } from "../parameters.ts";
import type { Data } from "./data.ts";
import type { Mail } from "./mail.ts";
import type { Network } from "./network.ts";
import { openStack } from "./open-stack.ts";
import type { Registry } from "./registry.ts";

interface Below {
  readonly registry: Registry;
  readonly network: Network;
  readonly data: Data;
  readonly mail: Mail;
}

/** The servers, what is in front of them, and how many they are: changes with each release. */
export function createApi(app: App, parameters: Parameters, below: Below) {
  const { network, data } = below;
  const stack = openStack(app, "Api", parameters);
  const world = { ...below, parameters };
  const cluster = createCluster(stack, world);
  const running = createService(stack, cluster, world);
  const front = createLoadBalancer(stack, { network, service: running.service, parameters });
  scaleService(running, parameters);
  if (running.group !== null) scaleHosts(running.group, cluster);
  createWarmUp(stack, { network, data, parameters, running });
  renewServers(stack, running.service);
  return { stack, cluster, service: running.service, ...front };
}

export type Api = ReturnType<typeof createApi>;
