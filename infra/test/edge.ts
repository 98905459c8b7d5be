import { CachePolicy, OriginRequestPolicy } from "aws-cdk-lib/aws-cloudfront";
import { describe, expect, test } from "vitest";
import { idleConnectionMs } from "../../server/platform/http/server.ts";
import { readable } from "./readable.ts";
import { exactlyOne, modes, propertiesOf } from "./synthesized.ts";

const everyMethod = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

describe.each(modes)("S39: the edge, with compute %s", (mode) => {
  const distribution = () => exactlyOne(propertiesOf(mode, "AWS::CloudFront::Distribution")).DistributionConfig;
  const origin = () =>
    exactlyOne<{ Id: string; VpcOriginConfig: { OriginReadTimeout: number; OriginKeepaliveTimeout: number } }>(
      distribution().Origins,
    );

  test("path by path: what has a hash in its name is kept, once for everybody, and nothing else is", () => {
    const { DefaultCacheBehavior, CacheBehaviors } = distribution();
    // Everything comes from the one load balancer, with all that the browser asked with.
    const asAsked = {
      ...{ TargetOriginId: origin().Id, OriginRequestPolicyId: OriginRequestPolicy.ALL_VIEWER.originRequestPolicyId },
      ...{ ViewerProtocolPolicy: "redirect-to-https", Compress: false },
    };
    const nothing = CachePolicy.CACHING_DISABLED.cachePolicyId;
    expect(DefaultCacheBehavior).toEqual({ ...asAsked, CachePolicyId: nothing, AllowedMethods: everyMethod });
    // A key with cookies would keep each file once for each who is signed in, and ask the server for it as often.
    const once = CachePolicy.CACHING_OPTIMIZED.cachePolicyId;
    expect(CacheBehaviors).toEqual([{ ...asAsked, PathPattern: "/assets/*", CachePolicyId: once }]);
  });

  test("what is refused to one, or fails once, is kept for nobody else", () => {
    const failures = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];
    expect(distribution().CustomErrorResponses).toEqual(
      failures.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    );
  });

  test("whoever asks lets go of a connection first: CloudFront, then the load balancer, then the server", () => {
    const { LoadBalancerAttributes } = exactlyOne(propertiesOf(mode, "AWS::ElasticLoadBalancingV2::LoadBalancer"));
    const idle = LoadBalancerAttributes.find(({ Key }: { Key: string }) => Key === "idle_timeout.timeout_seconds");
    const { OriginKeepaliveTimeout, OriginReadTimeout } = origin().VpcOriginConfig;
    expect(Number(idle.Value)).toBeGreaterThan(Math.max(OriginKeepaliveTimeout, OriginReadTimeout));
    expect(idleConnectionMs / 1_000).toBeGreaterThan(Number(idle.Value));
  });

  test("the origin is the load balancer inside, by TLS 1.2, and is waited for as long as a press may take", () => {
    expect(origin().VpcOriginConfig).toMatchObject({ OriginReadTimeout: 60, OriginKeepaliveTimeout: 60 });
    const { VpcOriginEndpointConfig } = exactlyOne(propertiesOf(mode, "AWS::CloudFront::VpcOrigin"));
    expect(VpcOriginEndpointConfig).toMatchObject({
      ...{ OriginProtocolPolicy: "https-only", HTTPSPort: 443, OriginSSLProtocols: ["TLSv1.2"] },
    });
    expect(JSON.stringify(VpcOriginEndpointConfig.Arn)).toContain("LoadBalancer");
    expect(distribution()).toMatchObject({
      ...{ Enabled: true, HttpVersion: "http2and3", ViewerCertificate: { MinimumProtocolVersion: "TLSv1.2_2021" } },
    });
  });

  test("it answers by the product's name, with that name's certificate, and the zone leads there", () => {
    expect(distribution().Aliases).toEqual(["popline.example"]);
    const certificates = propertiesOf(mode, "AWS::CertificateManager::Certificate", "Web");
    expect(certificates).toMatchObject([{ DomainName: "popline.example" }]);
    // CloudFront asks the load balancer by the name that the browser asked by, and looks whether it is that one's.
    const inside = propertiesOf(mode, "AWS::CertificateManager::Certificate", "Api");
    expect(inside).toMatchObject([{ DomainName: "popline.example" }]);
    const { Certificates } = exactlyOne(propertiesOf(mode, "AWS::ElasticLoadBalancingV2::Listener"));
    expect(readable(Certificates)).toEqual([{ CertificateArn: "<Certificate>" }]);
    const records = propertiesOf(mode, "AWS::Route53::RecordSet", "Web").map((one) => readable(one));
    expect(records.map(({ Name, AliasTarget }) => [Name, AliasTarget.DNSName])).toEqual([
      ["popline.example.", "<Distribution.DomainName>"],
      ["popline.example.", "<Distribution.DomainName>"],
    ]);
  });

  test("the firewall: AWS's three lists in order, large bodies of which are only counted; then floods", () => {
    const { DefaultAction, Rules } = exactlyOne(propertiesOf(mode, "AWS::WAFv2::WebACL"));
    const list = (Name: string, more = {}) => ({
      ...{ Name, OverrideAction: { None: {} }, VisibilityConfig: seen(Name) },
      Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name, ...more } },
    });
    const seen = (MetricName: string) => ({
      ...{ MetricName, CloudWatchMetricsEnabled: true, SampledRequestsEnabled: false },
    });
    // A picture is larger than the 8 KB of that rule. What no rule stops is let through.
    const counted = { RuleActionOverrides: [{ Name: "SizeRestrictions_BODY", ActionToUse: { Count: {} } }] };
    expect(DefaultAction).toEqual({ Allow: {} });
    expect(Rules).toEqual([
      { ...list("AWSManagedRulesCommonRuleSet", counted), Priority: 0 },
      { ...list("AWSManagedRulesKnownBadInputsRuleSet"), Priority: 1 },
      { ...list("AWSManagedRulesAmazonIpReputationList"), Priority: 2 },
      {
        ...{ Name: "Flood", Priority: 3, Action: { Block: {} }, VisibilityConfig: seen("Flood") },
        // In five minutes, of one address: more than the 150,000 of a carrier's network that the server lets through.
        Statement: { RateBasedStatement: { Limit: 200_000, AggregateKeyType: "IP" } },
      },
    ]);
  });
});
