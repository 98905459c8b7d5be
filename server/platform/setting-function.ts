import { readRegion, refusePlainEndpoints } from "./setting-aws.ts";
import { readSender } from "./setting-mail.ts";
import { type PushSettings, readPush } from "./setting-push.ts";
import { readSecret } from "./setting-secrets.ts";
import { type Environment, readUrl, SettingsError } from "./setting-values.ts";

/** What the Lambda that sends mails is told; less than a server, which knows Kakao's secret and the keys of fields. */
export interface FunctionSettings {
  readonly databaseUrl: string;
  /** Where links in mails lead. */
  readonly publicUrl: string;
  /** The server's own: codes of passes and links that end mails are made with it. */
  readonly sessionSecret: string;
  readonly from: string;
  /** Null: nobody is pushed anything. */
  readonly push: PushSettings | null;
  readonly region: string;
}

function readNeeded(environment: Environment, name: string, protocols: readonly string[]): string {
  const url = readUrl(environment, name, protocols);
  if (url === null) throw new SettingsError(`${name} is needed by the function that sends mails.`);
  return url;
}

/** Reads the environment of the Lambda. A wrong or missing setting fails with a message that names it. */
export function readFunctionSettings(environment: Environment): FunctionSettings {
  const databaseUrl = readNeeded(environment, "DATABASE_URL", ["postgres:", "postgresql:"]);
  refusePlainEndpoints(environment);
  const publicUrl = readNeeded(environment, "PUBLIC_URL", ["https:"]);
  const secret = readSecret(environment, false, "");
  return {
    databaseUrl,
    publicUrl,
    sessionSecret: secret,
    push: readPush(environment, { demo: false, publicUrl, secret }),
    from: readSender(environment, false),
    region: readRegion(environment, "mails by SES"),
  };
}
