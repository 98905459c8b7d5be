import { isIP } from "node:net";
import { longestLine } from "../../shared/slots.ts";
import type { FieldKey } from "./field-cipher.ts";
import { type AwsSettings, readAws } from "./setting-aws.ts";
import { type MailSettings, readContact, readMail } from "./setting-mail.ts";
import { type MetricSettings, readMetrics } from "./setting-metrics.ts";
import { type PushSettings, readPush } from "./setting-push.ts";
import { type RedisSettings, readRedis } from "./setting-redis.ts";
import { type KakaoSettings, readFieldKeys, readKakao, readSecret } from "./setting-secrets.ts";
import { type Environment, readCount, readSwitch, readUrl, SettingsError } from "./setting-values.ts";

export { SettingsError };

export interface Settings {
  readonly port: number;
  readonly host: string;
  /** The origin pages are served from; null means: whatever the request's Host says (demo). */
  readonly publicUrl: string | null;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** A replica of that database, which lists and searches read; null: they read the database itself. */
  readonly replicaUrl: string | null;
  /** Null: this process shares nothing but the database with others. */
  readonly redis: RedisSettings | null;
  /** Buffered: Redis gives tickets and keeps them until the database has them (decision 0039). */
  readonly line: "direct" | "buffered";
  /** Anybody may sign in as anybody; only on loopback, never in production. */
  readonly demo: boolean;
  /** Demo mode fills an empty database with an invented world. */
  readonly demoData: boolean;
  readonly networkLimits: boolean;
  readonly sessionSecret: string;
  /** What personal fields are sealed with; the first seals, all open. */
  readonly fieldKeys: readonly FieldKey[];
  /** Null: the demo's stand-in. */
  readonly kakao: KakaoSettings | null;
  readonly mail: MailSettings;
  /** An address for questions about personal data, shown at /privacy; null in a demo that names none. */
  readonly privacyContact: string | null;
  /** Null: nobody is pushed anything. */
  readonly push: PushSettings | null;
  readonly metrics: MetricSettings;
  /** Null where nothing is asked of AWS. */
  readonly aws: AwsSettings | null;
  readonly trustedProxies: readonly string[];
  /** How many may wait in the line of a slot that is made from now on, until its host says otherwise (S22). */
  readonly mostWaiting: number;
}

/** The widest range that is anybody's own, 10.0.0.0/8; a wider one believes what strangers say of themselves. */
const widestRangeBits = 8;

/** Addresses or ranges (10.0.0.0/8) of the proxies whose X-Forwarded-For is believed. */
function readProxies(text: string | undefined): string[] {
  const proxies = (text ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  for (const proxy of proxies) {
    const [address = "", ...range] = proxy.split("/");
    const narrowest = isIP(address) === 6 ? 128 : 32;
    const isRange = range.length === 0 || (range.length === 1 && /^[0-9]{1,3}$/.test(range[0] ?? ""));
    const [bits = narrowest] = range.map(Number);
    if (isIP(address) === 0 || !isRange || bits > narrowest) {
      throw new SettingsError(`TRUSTED_PROXIES must be addresses or ranges, not: ${proxy}`);
    }
    // A range of IPv4 addresses written as IPv6 is as wide as it is in IPv4.
    const isMapped = isIP(address) === 6 && /^(::|0*:0*:0*:0*:0*:)ffff:/i.test(address);
    if (bits - (isMapped ? 96 : 0) < widestRangeBits) {
      throw new SettingsError(`TRUSTED_PROXIES believes nearly everybody: ${proxy}. Name the proxies' own addresses.`);
    }
  }
  return proxies;
}

/** Where pages are served from. Cookies and sessions outside demo mode are for https only. */
function readPublicUrl(environment: Environment, demo: boolean): string | null {
  const url = readUrl(environment, "PUBLIC_URL", demo ? ["http:", "https:"] : ["https:"]);
  if (!demo && url === null) throw new SettingsError("PUBLIC_URL is needed outside demo mode.");
  return url;
}

function readReplicaUrl(environment: Environment, databaseUrl: string | null): string | null {
  const url = readUrl(environment, "DATABASE_REPLICA_URL", ["postgres:", "postgresql:"]);
  if (url !== null && databaseUrl === null) throw new SettingsError("DATABASE_REPLICA_URL needs DATABASE_URL too.");
  return url;
}

/** Who gives tickets. The buffered line is for several machines: it needs both of what they share. */
function readLine(environment: Environment): Settings["line"] {
  const line = environment.LINE ?? "direct";
  if (line !== "direct" && line !== "buffered") {
    throw new SettingsError(`LINE must be "direct" or "buffered", not: ${line || "empty"}`);
  }
  for (const needed of ["DATABASE_URL", "REDIS_URL"]) {
    if (line === "buffered" && !environment[needed]) throw new SettingsError(`LINE=buffered needs ${needed} too.`);
  }
  return line;
}

/** Reads the environment once. A wrong or missing setting fails with a message that names it. */
export function readSettings(environment: Environment): Settings {
  const databaseUrl = readUrl(environment, "DATABASE_URL", ["postgres:", "postgresql:"]);
  const demo = readSwitch(environment, "DEMO", databaseUrl === null);
  const production = environment.NODE_ENV === "production";
  if (demo && production) throw new SettingsError("DEMO is on: set DATABASE_URL and DEMO=off in production.");
  if (production && databaseUrl === null) throw new SettingsError("DATABASE_URL is needed in production.");
  const host = environment.HOST ?? (demo ? "127.0.0.1" : "0.0.0.0");
  if (demo && !["127.0.0.1", "::1", "localhost"].includes(host)) {
    throw new SettingsError(`HOST is ${host}, but demo mode listens on 127.0.0.1 only: anybody may sign in there.`);
  }
  const publicUrl = readPublicUrl(environment, demo);
  const networkLimits = readSwitch(environment, "NETWORK_LIMITS", true);
  if (!networkLimits && !demo) throw new SettingsError("NETWORK_LIMITS=off is for demo mode only.");
  const dataFolder = environment.DATA_DIR ?? "./data";
  const sessionSecret = readSecret(environment, demo, dataFolder);
  const mail = readMail(environment, demo);
  return {
    port: readCount(environment, "PORT", { otherwise: 3_000, least: 0, most: 65_535 }),
    host,
    publicUrl,
    dataFolder,
    databaseUrl,
    replicaUrl: readReplicaUrl(environment, databaseUrl),
    redis: readRedis(environment),
    line: readLine(environment),
    demo,
    demoData: demo && readSwitch(environment, "DEMO_DATA", true),
    networkLimits,
    sessionSecret,
    fieldKeys: readFieldKeys(environment, demo, sessionSecret),
    kakao: readKakao(environment, demo),
    mail,
    privacyContact: readContact(environment, mail.from),
    push: readPush(environment, { demo, publicUrl, secret: sessionSecret }),
    metrics: readMetrics(environment),
    aws: readAws(environment, mail.transport, demo),
    trustedProxies: readProxies(environment.TRUSTED_PROXIES),
    mostWaiting: readCount(environment, "MOST_WAITING", { otherwise: longestLine, least: 1, most: longestLine }),
  };
}
