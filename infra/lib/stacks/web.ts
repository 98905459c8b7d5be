import type { App } from "aws-cdk-lib/core";
import { createDistribution } from "../constructs/distribution.ts";
import type { Parameters } from "../parameters.ts";
import type { Api } from "./api.ts";
import { openStack } from "./open-stack.ts";

/** CloudFront takes certificates and firewalls from there only. */
const region = "us-east-1";

/** The edge: the one way in. */
export function createWeb(app: App, parameters: Parameters, { api }: { readonly api: Api }) {
  const stack = openStack(app, "Web", parameters, region);
  createDistribution(stack, { parameters, balancer: api.balancer });
  return { stack };
}
