import { type App, Stack, Tags } from "aws-cdk-lib/core";
import type { Parameters } from "../parameters.ts";

/** A stack of this installation, in its region or another. Nobody deletes one by accident. */
export function openStack(app: App, id: string, parameters: Parameters, region = parameters.region): Stack {
  const env = { account: parameters.account, region };
  const stack = new Stack(app, id, {
    ...{ env, stackName: `popline-${id.toLowerCase()}`, crossRegionReferences: true, terminationProtection: true },
  });
  Tags.of(stack).add("product", "popline");
  return stack;
}
