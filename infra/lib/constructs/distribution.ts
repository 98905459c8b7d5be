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
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
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

/** A month; CloudFront writes as an account of AWS, for which a bucket needs lists of who may. */
function createEdgeLogs(scope: Construct): Bucket {
  return new Bucket(scope, "EdgeLogs", {
    ...{ encryption: BucketEncryption.S3_MANAGED, enforceSSL: true, blockPublicAccess: BlockPublicAccess.BLOCK_ALL },
    ...{ lifecycleRules: [{ expiration: Duration.days(30) }], removalPolicy: RemovalPolicy.RETAIN },
    objectOwnership: ObjectOwnership.OBJECT_WRITER,
  });
}

/**
 * The only way in, to a load balancer that has no address outside. What has a hash in its name is kept at the edge,
 * once for everybody: the key has the path and the encoding, and no cookie.
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
    ...{ domainNames: [parameters.domain], httpVersion: HttpVersion.HTTP2_AND_3, logBucket: createEdgeLogs(scope) },
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
