import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";

/** AWS's own lists: known attacks, inputs that break programs, addresses of bad repute. */
const lists = [
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesAmazonIpReputationList",
];
/**
 * Requests from one address in five minutes. A whole carrier may come from one: the server itself lets 500 a second of
 * a network through, which is 150,000, and says 429 beyond that. This stops what would cost money before it gets there.
 */
const floodLimit = 200_000;
/** Pictures that hosts upload are larger than the 8 KB which this rule of the first list lets through. */
const counted = ["SizeRestrictions_BODY"];

/** Counted, without samples: these would be people's whole requests, with their addresses. */
const seen = (metricName: string) => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false });

export function createWebFirewall(scope: Construct): CfnWebACL {
  const managed = lists.map((name, priority) => ({
    ...{ name, priority, overrideAction: { none: {} }, visibilityConfig: seen(name) },
    statement: {
      managedRuleGroupStatement: {
        ...{ vendorName: "AWS", name },
        ...(priority === 0 && {
          ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        }),
      },
    },
  }));
  const flood = {
    ...{ name: "Flood", priority: lists.length, action: { block: {} }, visibilityConfig: seen("Flood") },
    statement: { rateBasedStatement: { limit: floodLimit, aggregateKeyType: "IP" } },
  };
  return new CfnWebACL(scope, "WebFirewall", {
    ...{ scope: "CLOUDFRONT", name: "popline", defaultAction: { allow: {} } },
    ...{ rules: [...managed, flood], visibilityConfig: seen("popline") },
  });
}
