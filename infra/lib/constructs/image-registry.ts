import { Repository, TagMutability } from "aws-cdk-lib/aws-ecr";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** As many releases can be gone back to. */
const imagesKept = 50;

/** Images by commit: a tag means the same bytes for ever. */
export function createImageRegistry(scope: Construct): Repository {
  return new Repository(scope, "Images", {
    repositoryName: "popline",
    imageTagMutability: TagMutability.IMMUTABLE,
    imageScanOnPush: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    lifecycleRules: [{ maxImageCount: imagesKept }],
  });
}
