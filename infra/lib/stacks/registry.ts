import type { App } from "aws-cdk-lib/core";
import { createDeployer } from "../constructs/deployer.ts";
import { createImageRegistry } from "../constructs/image-registry.ts";
import type { Parameters } from "../parameters.ts";
import { openStack } from "./open-stack.ts";

/** Where images are kept, and who may put them there. Changes once in a year. */
export function createRegistry(app: App, parameters: Parameters) {
  const stack = openStack(app, "Registry", parameters);
  const images = createImageRegistry(stack);
  createDeployer(stack, { images, parameters });
  return { stack, images };
}

export type Registry = ReturnType<typeof createRegistry>;
