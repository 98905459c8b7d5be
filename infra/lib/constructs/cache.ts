import { CfnParameterGroup, CfnReplicationGroup, CfnSubnetGroup } from "aws-cdk-lib/aws-elasticache";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Fn, SecretValue } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Network } from "../stacks/network.ts";
import { cachePort } from "./firewalls.ts";

const shards = 2;
const replicas = 1;
/** The longest that Valkey takes is 128. */
const passwordLength = 64;

function createGroup(scope: Construct, { vpc, firewalls }: Network, password: Secret): CfnReplicationGroup {
  const subnets = new CfnSubnetGroup(scope, "CacheSubnets", {
    ...{ description: "Isolated, in two zones", subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId) },
  });
  const settings = new CfnParameterGroup(scope, "CacheSettings", {
    cacheParameterGroupFamily: "valkey8",
    description: "Shards; what is full refuses, and forgets nothing by itself",
    properties: { "cluster-enabled": "yes", "maxmemory-policy": "noeviction" },
  });
  return new CfnReplicationGroup(scope, "Cache", {
    replicationGroupDescription: "Popline's hints, copies and counts",
    ...{ engine: "valkey", engineVersion: "8.1", cacheNodeType: "cache.t4g.small", port: cachePort },
    ...{ numNodeGroups: shards, replicasPerNodeGroup: replicas, multiAzEnabled: true, automaticFailoverEnabled: true },
    ...{ transitEncryptionEnabled: true, transitEncryptionMode: "required", atRestEncryptionEnabled: true },
    authToken: password.secretValue.unsafeUnwrap(),
    ...{ cacheSubnetGroupName: subnets.ref, cacheParameterGroupName: settings.ref },
    securityGroupIds: [firewalls.cache.securityGroupId],
  });
}

/** Valkey, and the secret that holds its whole address: CloudFormation puts the password in, and no template has it. */
export function createCache(scope: Construct, network: Network) {
  const password = new Secret(scope, "CachePassword", {
    ...{ secretName: "popline/cache-password", description: "What servers tell Valkey" },
    generateSecretString: { passwordLength, excludePunctuation: true },
  });
  const group = createGroup(scope, network, password);
  const host = group.attrConfigurationEndPointAddress;
  const text = Fn.join("", ["rediss://:", password.secretValue.unsafeUnwrap(), "@", host, `:${cachePort}`]);
  const address = new Secret(scope, "CacheAddress", {
    ...{ secretName: "popline/cache-address", description: "REDIS_URL" },
    secretStringValue: SecretValue.unsafePlainText(text),
  });
  return { group, address };
}
