import { CfnInstanceConnectEndpoint, Port, SecurityGroup, SubnetType, type Vpc } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";

/** Whom hosts let in by SSH: AWS's endpoint, which asks who one is, and nobody else. In place of a bastion. */
export function createConnectEndpoint(scope: Construct, vpc: Vpc): SecurityGroup {
  const door = new SecurityGroup(scope, "ConnectDoor", {
    ...{ vpc, description: "EC2 Instance Connect Endpoint", allowAllOutbound: false },
  });
  const hosts = new SecurityGroup(scope, "Hosts", {
    ...{ vpc, description: "Hosts of containers", allowAllOutbound: true },
  });
  hosts.addIngressRule(door, Port.SSH, "from the endpoint alone");
  door.addEgressRule(hosts, Port.SSH, "to hosts");
  const [subnetId = ""] = vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_WITH_EGRESS }).subnetIds;
  new CfnInstanceConnectEndpoint(scope, "ConnectEndpoint", { subnetId, securityGroupIds: [door.securityGroupId] });
  return hosts;
}
