import { type ISecurityGroup, Peer, Port, SecurityGroup, type Vpc } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";
import { insideRange } from "./vpc.ts";

/** Where the server listens, in its container. */
export const serverPort = 3_000;
export const databasePort = 5_432;
export const cachePort = 6_379;
const https = 443;

/** Who may speak to whom, in one place: groups that several stacks share would else make a circle of them. */
const guarded = {
  balancer: "What people reach, by way of CloudFront",
  servers: "Containers of the server",
  functions: "Functions that send mails and warm up",
  migrations: "The task that migrates the database",
  rotation: "What changes passwords of the database",
  database: "PostgreSQL",
  cache: "Valkey",
  endpoints: "The ways to services of AWS",
} as const;

export type Firewalls = Readonly<Record<keyof typeof guarded, SecurityGroup>>;

type Way = readonly [from: keyof Firewalls, to: keyof Firewalls, port: number];

const inside: readonly Way[] = [
  ["balancer", "servers", serverPort],
  ["servers", "database", databasePort],
  ["functions", "database", databasePort],
  ["migrations", "database", databasePort],
  ["rotation", "database", databasePort],
  ["servers", "cache", cachePort],
];

/** To Kakao, to browsers' push services and to AWS, whose addresses nobody can list. */
const outside: readonly (keyof Firewalls)[] = ["servers", "functions", "migrations", "rotation"];

function group(scope: Construct, vpc: Vpc, name: string, description: string): SecurityGroup {
  return new SecurityGroup(scope, `${name}Firewall`, { vpc, description, allowAllOutbound: false });
}

export function createFirewalls(scope: Construct, vpc: Vpc, { cloudFrontPrefixList }: Parameters): Firewalls {
  const entries = Object.entries(guarded).map(([name, text]) => [name, group(scope, vpc, name, text)]);
  const walls = Object.fromEntries(entries) as Firewalls;
  for (const [from, to, port] of inside) {
    walls[to].addIngressRule(walls[from], Port.tcp(port), `from ${from}`);
    walls[from].addEgressRule(walls[to], Port.tcp(port), `to ${to}`);
  }
  const anywhere = Peer.anyIpv4();
  for (const name of outside) walls[name].addEgressRule(anywhere, Port.tcp(https), "to the world, by TLS");
  walls.balancer.addIngressRule(Peer.prefixList(cloudFrontPrefixList), Port.tcp(https), "from CloudFront alone");
  walls.endpoints.addIngressRule(Peer.ipv4(insideRange), Port.tcp(https), "from inside");
  return walls;
}

/** The same group for another stack, which may not add rules to it: they would make a circle of the two. */
export function asItIs(scope: Construct, name: string, { securityGroupId }: SecurityGroup): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(scope, `${name}FirewallAsItIs`, securityGroupId, { mutable: false });
}
