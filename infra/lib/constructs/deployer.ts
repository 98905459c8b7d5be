import type { Repository } from "aws-cdk-lib/aws-ecr";
import { OidcProviderNative, OpenIdConnectPrincipal, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";

const issuer = "token.actions.githubusercontent.com";

interface World {
  readonly images: Repository;
  readonly parameters: Parameters;
}

/** What a delivery does: push, migrate by the image's own task, and deploy through the roles of CDK's bootstrap. */
function permissions({ account, region }: Parameters): PolicyStatement[] {
  const task = (kind: string) => `arn:aws:ecs:${region}:${account}:${kind}`;
  const inCluster = { ArnEquals: { "ecs:cluster": task("cluster/popline-migrations") } };
  const passed = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
  return [
    new PolicyStatement({ actions: ["sts:AssumeRole"], resources: [`arn:aws:iam::${account}:role/cdk-hnb659fds-*`] }),
    new PolicyStatement({
      ...{ actions: ["ecs:RunTask"], resources: [task("task-definition/popline-migrate:*")], conditions: inCluster },
    }),
    new PolicyStatement({
      ...{ actions: ["ecs:DescribeTasks"], resources: [task("task/popline-migrations/*")], conditions: inCluster },
    }),
    new PolicyStatement({
      ...{
        actions: ["iam:PassRole"],
        resources: [`arn:aws:iam::${account}:role/popline/migrate-*`],
        conditions: passed,
      },
    }),
    new PolicyStatement({
      actions: ["cloudformation:DescribeStacks"],
      resources: [`arn:aws:cloudformation:${region}:${account}:stack/popline-*`],
    }),
  ];
}

/** GitHub's workflow, in the production environment of one repository and nowhere else. It holds no key. */
export function createDeployer(scope: Construct, { images, parameters }: World): Role {
  const provider = new OidcProviderNative(scope, "GitHub", {
    url: `https://${issuer}`,
    clientIds: ["sts.amazonaws.com"],
  });
  const who = {
    [`${issuer}:aud`]: "sts.amazonaws.com",
    [`${issuer}:sub`]: `repo:${parameters.repository}:environment:production`,
  };
  const role = new Role(scope, "Deployer", {
    roleName: "popline-deployer",
    description: "GitHub's workflow in the production environment",
    assumedBy: new OpenIdConnectPrincipal(provider, { StringEquals: who }),
    // As long as a delivery may take (deliver.yml); CDK's own roles are taken anew from it.
    maxSessionDuration: Duration.hours(3),
  });
  images.grantPullPush(role);
  for (const permission of permissions(parameters)) role.addToPolicy(permission);
  return role;
}
