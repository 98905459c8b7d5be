import { InstanceType, SubnetType } from "aws-cdk-lib/aws-ec2";
import {
  AuroraPostgresEngineVersion,
  CfnDBInstance,
  CfnDBSubnetGroup,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseSecret,
  ParameterGroup,
} from "aws-cdk-lib/aws-rds";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Network } from "../stacks/network.ts";
import { asItIs, databasePort, type Firewalls } from "./firewalls.ts";
import { createLogs } from "./logs.ts";

const databaseName = "popline";
/** The login of servers and functions. With each rotation the other of two, `popline_clone`, takes its turn. */
const loginName = "popline";

/** The first makes roles and nothing else; servers and functions have the second. */
interface Logins {
  readonly admin: ISecret;
  readonly login: ISecret;
}

const engine = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_7 });
const clusterIdentifier = "popline";
const size = new InstanceType("r8g.large");
const rotateEvery = Duration.days(30);

/** A writer that is written through and a reader in the other zone, which takes lists and searches, and takes over. */
export function createDatabase(scope: Construct, { vpc, firewalls }: Network) {
  const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
  const cluster = new DatabaseCluster(scope, "Database", {
    ...{ engine, clusterIdentifier },
    ...{ vpc, vpcSubnets, securityGroups: [asItIs(scope, "Database", firewalls.database)] },
    credentials: Credentials.fromGeneratedSecret("popline_admin", { secretName: "popline/database-admin" }),
    defaultDatabaseName: databaseName,
    writer: ClusterInstance.provisioned("Writer", { instanceType: size, enablePerformanceInsights: true }),
    readers: [
      ClusterInstance.provisioned("Reader", { instanceType: size, promotionTier: 0, enablePerformanceInsights: true }),
    ],
    parameterGroup: new ParameterGroup(scope, "DatabaseSettings", { engine, parameters: { "rds.force_ssl": "1" } }),
    storageEncrypted: true,
    iamAuthentication: true,
    deletionProtection: true,
    copyTagsToSnapshot: true,
    backup: { retention: Duration.days(35), preferredWindow: "18:00-19:00" },
    cloudwatchLogsExports: ["postgresql"],
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const logs = createLogs(scope, "DatabaseLogs", `/aws/rds/cluster/${clusterIdentifier}/postgresql`);
  cluster.node.addDependency(logs);
  keepParts(cluster);
  return { cluster, ...rotateLogins(scope, cluster, firewalls) };
}

/** What a cluster that stays stands on: CDK itself keeps it only with one that stays whatever happens. */
function keepParts(cluster: DatabaseCluster): void {
  for (const part of cluster.node.findAll()) {
    if (part instanceof CfnDBInstance || part instanceof CfnDBSubnetGroup) {
      part.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
  }
}

/**
 * Two logins by turns, so that what is connected with the old password is not cut off; it has to start anew before the
 * turn after (renewal.ts). The first turn is a month from now, when the migration has made the role.
 */
function rotateLogins(scope: Construct, cluster: DatabaseCluster, firewalls: Firewalls): Logins {
  if (cluster.secret === undefined) throw new Error("The cluster has no secret of its own.");
  const own = new DatabaseSecret(scope, "Login", {
    ...{
      username: loginName,
      secretName: "popline/database-login",
      masterSecret: cluster.secret,
      dbname: databaseName,
    },
  });
  const login = own.attach(cluster);
  const turns = {
    ...{ automaticallyAfter: rotateEvery, rotateImmediatelyOnUpdate: false },
    securityGroup: asItIs(scope, "Rotation", firewalls.rotation),
    vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  };
  cluster.addRotationSingleUser(turns);
  cluster.addRotationMultiUser("LoginTurns", { ...turns, secret: login });
  return { admin: cluster.secret, login };
}

/**
 * How to reach it, without who one is: `pg` takes that from PGUSER and PGPASSWORD. Whichever login it is, what it makes
 * belongs to all, who act as one role. `certificates` is a file of those whom AWS lets sign; without it Node's
 * own list holds them, as in a Lambda.
 */
export function addressOf(host: string, certificates?: string): string {
  const options = new URLSearchParams({ sslmode: "verify-full", options: `-c role=${loginName}` });
  if (certificates !== undefined) options.set("sslrootcert", certificates);
  return `postgres://${host}:${databasePort}/${databaseName}?${options.toString().replaceAll("+", "%20")}`;
}
