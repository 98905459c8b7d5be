import {
  CfnInstance,
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InstanceType,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  NatProvider,
  NatTrafficDirection,
  Peer,
  Port,
  type SecurityGroup,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import { createLogs } from "./logs.ts";

/** Everything inside; the server believes what load balancers in it say of where somebody comes from. */
export const insideRange = "10.20.0.0/16";

/** Public for NAT alone, private for what runs, isolated for data, each in two zones. */
const tiers = [
  { name: "public", subnetType: SubnetType.PUBLIC, cidrMask: 24 },
  { name: "private", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
  { name: "isolated", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
];

/** Where a task goes each time it starts, or each second: not through NAT, which counts bytes. */
const services = {
  Ecr: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  Secrets: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Sqs: InterfaceVpcEndpointAwsService.SQS,
};

const natHost = {
  instanceType: new InstanceType("t4g.small"),
  defaultAllowedTraffic: NatTrafficDirection.OUTBOUND_ONLY,
};

/** What CDK's own hosts for NAT leave open. */
function hardenInstances(vpc: Vpc): void {
  for (const host of vpc.node.findAll().filter((one) => one instanceof CfnInstance)) {
    host.blockDeviceMappings = [{ deviceName: "/dev/xvda", ebs: { encrypted: true } }];
    host.monitoring = true;
    host.disableApiTermination = true;
  }
}

export function createVpc(scope: Construct, { zones, nat }: Parameters): Vpc {
  const instances = nat === "instances" ? NatProvider.instanceV2(natHost) : null;
  const vpc = new Vpc(scope, "Vpc", {
    ipAddresses: IpAddresses.cidr(insideRange),
    availabilityZones: [...zones],
    natGateways: zones.length,
    natGatewayProvider: instances ?? NatProvider.gateway(),
    subnetConfiguration: tiers.map((tier) => ({ ...tier })),
    gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
  });
  instances?.connections.allowFrom(Peer.ipv4(insideRange), Port.allTraffic(), "from inside");
  if (instances !== null) hardenInstances(vpc);
  const destination = FlowLogDestination.toCloudWatchLogs(createLogs(scope, "FlowLogs", "/popline/network"));
  vpc.addFlowLog("Flow", { destination });
  return vpc;
}

export function addEndpoints(vpc: Vpc, securityGroup: SecurityGroup): void {
  for (const [name, service] of Object.entries(services)) {
    vpc.addInterfaceEndpoint(name, { service, securityGroups: [securityGroup], open: false });
  }
}
