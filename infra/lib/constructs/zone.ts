import { type IPublicHostedZone, PublicHostedZone } from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";

/** The zone of our domain at Route 53, which is there before any of this. */
export function zoneOf(scope: Construct, { hostedZoneId, domain }: Parameters): IPublicHostedZone {
  return PublicHostedZone.fromPublicHostedZoneAttributes(scope, "Zone", { hostedZoneId, zoneName: domain });
}
