import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { VpcOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { IApplicationLoadBalancer } from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { AaaaRecord, ARecord, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import { createWebFirewall } from "./web-firewall.ts";
import { zoneOf } from "./zone.ts";

/** Unasked CloudFront keeps each of these for 10 s, whatever the server says, and gives it to whoever asks next. */
const failures = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

interface World {
  readonly parameters: Parameters;
  readonly balancer: IApplicationLoadBalancer;
}

/**
 * The only way in, to a load balancer that has no address outside. What has a hash in its name is kept at the edge,
 * once for everybody: the key has the path and the encoding, and no cookie. It writes down nobody who came
 * (docs/privacy.md): a line would hold the whole address, the browser and what was searched for.
 */
export function createDistribution(scope: Construct, { parameters, balancer }: World): Distribution {
  const zone = zoneOf(scope, parameters);
  const origin = VpcOrigin.withApplicationLoadBalancer(balancer, {
    ...{
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      httpsPort: 443,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    },
    ...{ readTimeout: Duration.seconds(60), keepaliveTimeout: Duration.seconds(60) },
  });
  const everything = { origin, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: false };
  const asAsked = { originRequestPolicy: OriginRequestPolicy.ALL_VIEWER };
  const [uncached, kept] = [CachePolicy.CACHING_DISABLED, CachePolicy.CACHING_OPTIMIZED];
  const distribution = new Distribution(scope, "Distribution", {
    ...{ domainNames: [parameters.domain], httpVersion: HttpVersion.HTTP2_AND_3 },
    certificate: new Certificate(scope, "Certificate", {
      ...{ domainName: parameters.domain, validation: CertificateValidation.fromDns(zone) },
    }),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    webAclId: createWebFirewall(scope).attrArn,
    defaultBehavior: {
      ...{ ...everything, ...asAsked, cachePolicy: uncached, allowedMethods: AllowedMethods.ALLOW_ALL },
    },
    errorResponses: failures.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    additionalBehaviors: { "/assets/*": { ...everything, ...asAsked, cachePolicy: kept } },
  });
  const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  new ARecord(scope, "Address", { zone, target });
  new AaaaRecord(scope, "AddressSix", { zone, target });
  return distribution;
}
