import {
  AutoScalingGroup,
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  GroupMetrics,
  HealthChecks,
} from "aws-cdk-lib/aws-autoscaling";
import { InstanceType, LaunchTemplate, LaunchTemplateHttpTokens, SubnetType, UserData } from "aws-cdk-lib/aws-ec2";
import { AmiHardwareType, EcsOptimizedImage } from "aws-cdk-lib/aws-ecs";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import type { Network } from "../stacks/network.ts";

/** Two processors, addresses for two containers, and 8 GiB: half of them for the copies' memory (container.ts). */
const hostType = new InstanceType("m7g.large");
const tasksPerHost = 2;

/** So many hosts for so many copies, and one whose copies can go elsewhere when it dies. */
export const hostsFor = (tasks: number): number => Math.ceil(tasks / tasksPerHost) + 1;

/** What AWS does not measure of a host by itself: its memory and disks (S40). */
const agentSettings = JSON.stringify({
  metrics: {
    namespace: "Popline/Hosts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent's own words.
    append_dimensions: { AutoScalingGroupName: "${aws:AutoScalingGroupName}" },
    aggregation_dimensions: [["AutoScalingGroupName"]],
    metrics_collected: {
      mem: { measurement: ["mem_used_percent"], metrics_collection_interval: 60 },
      disk: { measurement: ["disk_used_percent"], resources: ["/"], metrics_collection_interval: 60 },
    },
  },
});
const agentFile = "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json";

function startAgent(): UserData {
  const userData = UserData.forLinux();
  userData.addCommands(
    "dnf install -y amazon-cloudwatch-agent",
    `cat > ${agentFile} <<'END'\n${agentSettings}\nEND`,
    `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agentFile}`,
  );
  return userData;
}

interface World {
  readonly network: Network;
  readonly parameters: Parameters;
}

function createRole(scope: Construct): Role {
  return new Role(scope, "HostRole", {
    assumedBy: new ServicePrincipal("ec2.amazonaws.com"),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("CloudWatchAgentServerPolicy")],
  });
}

/** Hosts for containers. Nobody logs in but through the Connect Endpoint, and containers cannot take a host's role. */
export function createHosts(scope: Construct, { network, parameters }: World): AutoScalingGroup {
  if (network.hosts === null) throw new Error("The network has no firewall for hosts: it was made for Fargate.");
  const disk = { volumeType: EbsDeviceVolumeType.GP3, encrypted: true };
  const launchTemplate = new LaunchTemplate(scope, "Host", {
    instanceType: hostType,
    machineImage: EcsOptimizedImage.amazonLinux2023(AmiHardwareType.ARM),
    ...{ securityGroup: network.hosts, role: createRole(scope), userData: startAgent() },
    ...{ requireImdsv2: true, httpTokens: LaunchTemplateHttpTokens.REQUIRED, httpPutResponseHopLimit: 1 },
    ...{
      detailedMonitoring: true,
      blockDevices: [{ deviceName: "/dev/xvda", volume: BlockDeviceVolume.ebs(30, disk) }],
    },
  });
  return new AutoScalingGroup(scope, "Hosts", {
    ...{ vpc: network.vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, launchTemplate },
    ...{ minCapacity: hostsFor(parameters.tasks.usual), maxCapacity: hostsFor(parameters.tasks.most) },
    ...{ healthChecks: HealthChecks.ec2(), groupMetrics: [GroupMetrics.all()], autoScalingGroupName: "popline" },
  });
}
