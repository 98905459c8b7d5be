import { type Environment, readSwitch, readUrl, SettingsError } from "./setting-values.ts";

/** What server processes share beside the database; all of it may be lost without harm. */
export interface RedisSettings {
  readonly url: string;
  /** What every key and channel begins with. Pub/Sub knows no database numbers, so it keeps installations apart. */
  readonly prefix: string;
  /** The address is of a cluster, which says where each key is. */
  readonly isCluster: boolean;
}

/** Null where there is none. A wrong address is refused without being repeated: there is a password in it. */
export function readRedis(environment: Environment): RedisSettings | null {
  const url = readUrl(environment, "REDIS_URL", ["redis:", "rediss:"]);
  const prefix = environment.REDIS_PREFIX ?? "popline";
  if (!/^[a-z0-9-]{1,40}$/.test(prefix)) {
    throw new SettingsError("REDIS_PREFIX must be 1 to 40 of the characters a to z, 0 to 9 and -.");
  }
  const isCluster = readSwitch(environment, "REDIS_CLUSTER", false);
  if (url === null) return null;
  const { hostname, pathname, search, hash } = new URL(url);
  if (hostname === "" || !/^(|\/|\/\d{1,3})$/.test(pathname) || search !== "" || hash !== "") {
    throw new SettingsError(
      "REDIS_URL must be redis:// or rediss://, user:password@ if there is one, a host, a port, and at most /number.",
    );
  }
  if (isCluster && !/^\/?$/.test(pathname)) {
    throw new SettingsError("REDIS_CLUSTER=on: a cluster has no numbered databases, so REDIS_URL must name none.");
  }
  if (isCluster && environment.LINE === "buffered") {
    throw new SettingsError("LINE=buffered needs one Redis, and REDIS_CLUSTER is on.");
  }
  return { url, prefix, isCluster };
}
