import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import { SubnetType } from "aws-cdk-lib/aws-ec2";
import type { BaseService } from "aws-cdk-lib/aws-ecs";
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  SslPolicy,
  TargetType,
} from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import type { Network } from "../stacks/network.ts";
import { asItIs, serverPort } from "./firewalls.ts";
import { zoneOf } from "./zone.ts";

/**
 * Longer than the server's ping of a socket, 30 s, so that a socket nobody speaks through stays; longer than CloudFront
 * waits and keeps a connection, 60 s, and shorter than the server does: whoever asks closes first.
 */
const idleSeconds = 65;
/** Less than the server waits before it ends, so that nobody is sent to one that has. */
const drainSeconds = 20;

function createTargets(scope: Construct, { vpc }: Network, service: BaseService): ApplicationTargetGroup {
  return new ApplicationTargetGroup(scope, "Servers", {
    ...{ vpc, targets: [service], targetType: TargetType.IP },
    ...{ port: serverPort, protocol: ApplicationProtocol.HTTP, deregistrationDelay: Duration.seconds(drainSeconds) },
    healthCheck: {
      // Not `ready`, which asks the database: while that changes over, ECS would replace every copy.
      path: "/api/health/live",
      ...{ interval: Duration.seconds(5), timeout: Duration.seconds(4) },
      ...{ healthyThresholdCount: 2, unhealthyThresholdCount: 3, healthyHttpCodes: "200" },
    },
  });
}

interface World {
  readonly network: Network;
  readonly service: BaseService;
  readonly parameters: Parameters;
}

/** Inside the network, where CloudFront alone reaches it. Any server answers anybody: nobody sticks to one. */
export function createLoadBalancer(scope: Construct, { network, service, parameters }: World) {
  const balancer = new ApplicationLoadBalancer(scope, "LoadBalancer", {
    ...{ vpc: network.vpc, internetFacing: false, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
    ...{ securityGroup: asItIs(scope, "Balancer", network.firewalls.balancer), dropInvalidHeaderFields: true },
    ...{ idleTimeout: Duration.seconds(idleSeconds), deletionProtection: true },
  });
  const validation = CertificateValidation.fromDns(zoneOf(scope, parameters));
  const certificate = new Certificate(scope, "Certificate", { domainName: parameters.domain, validation });
  const targets = createTargets(scope, network, service);
  balancer.addListener("Https", {
    ...{ port: 443, protocol: ApplicationProtocol.HTTPS, certificates: [certificate], open: false },
    ...{ sslPolicy: SslPolicy.RECOMMENDED_TLS, defaultTargetGroups: [targets] },
  });
  return { balancer, targets };
}
