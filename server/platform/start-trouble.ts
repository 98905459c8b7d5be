import { isUnreachable } from "./database/index.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** What whoever starts it is told though it starts. Without demo mode there is a proxy: nothing here speaks https. */
export function warningsOf({ publicUrl, trustedProxies }: Pick<Settings, "publicUrl" | "trustedProxies">): string[] {
  if (!publicUrl?.startsWith("https:") || trustedProxies.length > 0) return [];
  return ["TRUSTED_PROXIES is not set: whoever comes through a proxy comes from its address, and all share one limit."];
}

const reasonOf = (error: unknown): string => {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? first.message : String(first);
};

const folderCodes = /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR|ENOENT|EEXIST|EISDIR|ENAMETOOLONG|ELOOP)$/;

/** Names the setting when the database or folder it points at cannot be used; anything else is passed on as it is. */
export function blameDatabase({ databaseUrl }: Pick<Settings, "databaseUrl">) {
  return (error: unknown): never => {
    if (databaseUrl === null && folderCodes.test(String((error as NodeJS.ErrnoException).code))) {
      throw new SettingsError(`DATA_DIR: the folder cannot be used: ${reasonOf(error)}.`);
    }
    if (databaseUrl === null || !isUnreachable(error)) throw error;
    throw new SettingsError(`DATABASE_URL: the database cannot be used: ${reasonOf(error)}.`);
  };
}

const addressCodes = /^(EADDRINUSE|EACCES|EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EINVAL)$/;

/** Names the setting when the address cannot be listened on. */
export function blameAddress({ host, port }: Pick<Settings, "host" | "port">) {
  return (error: unknown): never => {
    const code = String((error as NodeJS.ErrnoException).code);
    if (!addressCodes.test(code)) throw error;
    const name = code === "EADDRINUSE" || code === "EACCES" ? "PORT" : "HOST";
    throw new SettingsError(`${name}: cannot listen on ${host}, port ${port}: ${reasonOf(error)}.`);
  };
}
