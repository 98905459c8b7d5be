import type { App } from "aws-cdk-lib/core";
import { createConnectEndpoint } from "../constructs/connect-endpoint.ts";
import { createFirewalls } from "../constructs/firewalls.ts";
import { addEndpoints, createVpc } from "../constructs/vpc.ts";
import type { Parameters } from "../parameters.ts";
import { openStack } from "./open-stack.ts";

/** The network, who may speak to whom in it, and its ways out. */
export function createNetwork(app: App, parameters: Parameters) {
  const stack = openStack(app, "Network", parameters);
  const vpc = createVpc(stack, parameters);
  const firewalls = createFirewalls(stack, vpc, parameters);
  addEndpoints(vpc, firewalls.endpoints);
  const hosts = parameters.compute === "ec2" ? createConnectEndpoint(stack, vpc) : null;
  return { stack, vpc, firewalls, hosts };
}

export type Network = ReturnType<typeof createNetwork>;
