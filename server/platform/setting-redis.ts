import { type Environment, readUrl, SettingsError } from "./setting-values.ts";

/** What server processes share beside the database; all of it may be lost without harm. */
export interface RedisSettings {
  readonly url: string;
  /** What keys and channels begin with. */
  readonly prefix: string;
}

/** Null where there is none. A wrong address is refused without being repeated: there is a password in it. */
export function readRedis(environment: Environment): RedisSettings | null {
  const url = readUrl(environment, "REDIS_URL", ["redis:", "rediss:"]);
  const prefix = environment.REDIS_PREFIX ?? "popline";
  if (!/^[a-z0-9-]{1,40}$/.test(prefix)) {
    throw new SettingsError("REDIS_PREFIX must be 1 to 40 of the characters a to z, 0 to 9 and -.");
  }
  if (url === null) return null;
  const { hostname, pathname, search, hash } = new URL(url);
  if (hostname === "" || !/^(|\/|\/\d{1,3})$/.test(pathname) || search !== "" || hash !== "") {
    throw new SettingsError(
      "REDIS_URL must be redis:// or rediss://, user:password@ if there is one, a host, a port, and at most /number.",
    );
  }
  return { url, prefix };
}
