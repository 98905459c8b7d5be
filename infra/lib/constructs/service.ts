import { SubnetType } from "aws-cdk-lib/aws-ec2";
import {
  AsgCapacityProvider,
  type BaseService,
  Cluster,
  ContainerInsights,
  CpuArchitecture,
  Ec2Service,
  Ec2TaskDefinition,
  ExecuteCommandLogging,
  FargateService,
  FargateTaskDefinition,
  NetworkMode,
  OperatingSystemFamily,
} from "aws-cdk-lib/aws-ecs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Network } from "../stacks/network.ts";
import { addServer, type ContainerWorld, serverSize } from "./container.ts";
import { asItIs } from "./firewalls.ts";
import { createHosts } from "./hosts.ts";

export interface ServiceWorld extends ContainerWorld {
  readonly network: Network;
}

export function createCluster(scope: Construct, { network: { vpc } }: ServiceWorld): Cluster {
  return new Cluster(scope, "Cluster", {
    ...{ vpc, clusterName: "popline", containerInsightsV2: ContainerInsights.ENABLED },
    // To write down what is said takes `script` and `cat`, and the image has neither; CloudTrail has who asked.
    executeCommandConfiguration: { logging: ExecuteCommandLogging.NONE },
  });
}

/**
 * What both modes share: twice as many copies while releases change, and back to the old one when it fails. How many
 * copies are wanted stands nowhere here: a release that said it would take back what load or an opening asked for.
 */
function shapeOf(scope: Construct, { network }: ServiceWorld) {
  return {
    ...{ serviceName: "popline", enableExecuteCommand: true },
    ...{ minHealthyPercent: 100, maxHealthyPercent: 200, healthCheckGracePeriod: Duration.minutes(1) },
    circuitBreaker: { enable: true, rollback: true },
    ...{ vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
    securityGroups: [asItIs(scope, "Servers", network.firewalls.servers)],
  };
}

function createFargate(scope: Construct, cluster: Cluster, world: ServiceWorld): FargateService {
  const taskDefinition = new FargateTaskDefinition(scope, "Task", {
    ...{ family: "popline", ...serverSize },
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  });
  addServer(scope, taskDefinition, world);
  return new FargateService(scope, "Service", { cluster, taskDefinition, ...shapeOf(scope, world) });
}

/** On hosts of our own, in a group that grows and shrinks by steps of its own (scaling.ts). */
function createOnHosts(scope: Construct, cluster: Cluster, world: ServiceWorld) {
  const group = createHosts(scope, world);
  const provider = new AsgCapacityProvider(scope, "Capacity", {
    ...{ autoScalingGroup: group, enableManagedScaling: false, enableManagedTerminationProtection: false },
    enableManagedDraining: true,
  });
  cluster.addAsgCapacityProvider(provider);
  const taskDefinition = new Ec2TaskDefinition(scope, "Task", { family: "popline", networkMode: NetworkMode.AWS_VPC });
  addServer(scope, taskDefinition, world);
  const capacityProviderStrategies = [{ capacityProvider: provider.capacityProviderName, weight: 1 }];
  const shape = { ...shapeOf(scope, world), capacityProviderStrategies };
  return { service: new Ec2Service(scope, "Service", { cluster, taskDefinition, ...shape }), group };
}

/** The server's copies, by `compute`; `group` are the hosts they run on where those are ours. */
export function createService(scope: Construct, cluster: Cluster, world: ServiceWorld): Running {
  if (world.parameters.compute === "ec2") return createOnHosts(scope, cluster, world);
  return { service: createFargate(scope, cluster, world), group: null };
}

export interface Running {
  readonly service: BaseService;
  readonly group: ReturnType<typeof createHosts> | null;
}
