import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFunctionSettings } from "./setting-function.ts";
import { readSettings, SettingsError } from "./settings.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-settings-"));
});
afterEach(() => rm(folder, { recursive: true }));

const demo = (more: Record<string, string> = {}) => readSettings({ DATA_DIR: join(folder, "data"), ...more });

const keyBytes = (letter: string) => createHash("sha256").update(letter).digest();
/** Of random ones a few in a million have a word in them, or a row, and are judged guessable. */
const [sessionSecret, clientSecret] = [keyBytes("session").toString("hex"), keyBytes("client").toString("hex")];
const keyOf = (letter: string) => keyBytes(letter).toString("base64");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const fieldKeys = `2026:${keyOf("b")}, 2025:${keyOf("a")}`;

/** Everything production needs, and what the test changes; `undefined` takes a setting away. */
const production = (changes: Record<string, string | undefined> = {}) =>
  readSettings({
    NODE_ENV: "production",
    DATABASE_URL: "postgres://popline@127.0.0.1:5432/popline",
    PUBLIC_URL: "https://popline.example",
    SESSION_SECRET: sessionSecret,
    FIELD_KEYS: fieldKeys,
    KAKAO_CLIENT_ID: "rest-api-key",
    KAKAO_CLIENT_SECRET: clientSecret,
    SMTP_URL: "smtps://popline:hunter%202@mail.example",
    MAIL_FROM: "Popline <hello@popline.example>",
    ...changes,
  });

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message;
  }
  throw new Error("It was accepted.");
}

test("npm start needs no setting: a demo on this machine only", () => {
  expect(demo()).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    publicUrl: null,
    databaseUrl: null,
    demo: true,
    demoData: true,
    networkLimits: true,
    trustedProxies: [],
    mostWaiting: 10_000,
  });
  expect(readSettings({ DATA_DIR: "memory://" }).dataFolder).toBe("memory://");
});

test("with DATABASE_URL it is the production server, reachable from outside", () => {
  expect(production({ PORT: "8080", TRUSTED_PROXIES: "10.0.0.0/8, 127.0.0.1,", DATA_DIR: "/srv/popline" })).toEqual({
    port: 8080,
    host: "0.0.0.0",
    publicUrl: "https://popline.example",
    dataFolder: "/srv/popline",
    databaseUrl: "postgres://popline@127.0.0.1:5432/popline",
    replicaUrl: null,
    redis: null,
    line: "direct",
    demo: false,
    demoData: false,
    networkLimits: true,
    sessionSecret,
    fieldKeys: [
      { id: "2026", key: keyBytes("b") },
      { id: "2025", key: keyBytes("a") },
    ],
    kakao: { issuer: "https://kauth.kakao.com", clientId: "rest-api-key", clientSecret, adminKey: null },
    push: null,
    mail: {
      transport: "smtp",
      server: { host: "mail.example", port: 465, secure: true, user: "popline", password: "hunter 2" },
      from: "Popline <hello@popline.example>",
    },
    privacyContact: "hello@popline.example",
    ...{ aws: null, metrics: { to: "off" } },
    trustedProxies: ["10.0.0.0/8", "127.0.0.1"],
    mostWaiting: 10_000,
  });
});

test("lists read a replica where one is named, and only beside a server", () => {
  const replica = "postgres://popline@127.0.0.2:5432/popline";
  expect(production({ DATABASE_REPLICA_URL: replica }).replicaUrl).toBe(replica);
  expect(() => demo({ DATABASE_REPLICA_URL: replica })).toThrow("DATABASE_REPLICA_URL needs DATABASE_URL");
  expect(() => production({ DATABASE_REPLICA_URL: "redis://127.0.0.2" })).toThrow("DATABASE_REPLICA_URL must be a URL");
});

test("a demo keeps its mails to itself, until it is given a mail server", () => {
  expect(demo().mail).toMatchObject({ transport: "mailbox", server: null });
  const given = demo({ SMTP_URL: "smtp://127.0.0.1", MAIL_FROM: "a@b.example" }).mail;
  const server = { host: "127.0.0.1", port: 587, secure: false, user: null, password: "" };
  expect(given).toEqual({ transport: "smtp", server, from: "a@b.example" });
  expect(production({ SMTP_URL: undefined, MAIL_TRANSPORT: "off" }).mail.transport).toBe("off");
});

test("D28: whom people ask about their data always reads it, and is nobody in a demo that names none", () => {
  expect(demo().privacyContact).toBeNull();
  expect(demo({ MAIL_FROM: "a@b.example" }).privacyContact).toBe("a@b.example");
  expect(production({ PRIVACY_CONTACT: "privacy@b.example" }).privacyContact).toBe("privacy@b.example");
  for (const unread of [
    "no-reply@b.example",
    "Popline <NoReply@b.example>",
    "do_not.reply@b",
    "donotreply@b.example",
  ]) {
    expect(() => production({ MAIL_FROM: unread })).toThrow(/^MAIL_FROM must/);
    expect(() => demo({ PRIVACY_CONTACT: unread })).toThrow(/^PRIVACY_CONTACT must/);
    expect(demo({ MAIL_FROM: unread }).privacyContact).toBeNull();
  }
  expect(() => production({ MAIL_FROM: undefined })).toThrow("MAIL_FROM is needed");
  expect(() => production({ PRIVACY_CONTACT: "" })).toThrow("PRIVACY_CONTACT must");
});

const region = "ap-northeast-2";
const ses = { MAIL_TRANSPORT: "ses", AWS_REGION: region };
const queueUrl = `https://sqs.${region}.amazonaws.com/000000000000/mails`;
const reminders = {
  REMIND_QUEUE_ARN: `arn:aws:sqs:${region}:000000000000:remind-tomorrow`,
  SCHEDULER_ROLE_ARN: "arn:aws:iam::000000000000:role/popline/scheduler",
};

test("S32: mails by SES, or by a queue with a Lambda behind it, need no mail server", () => {
  const byAws = { SMTP_URL: undefined, AWS_REGION: region };
  const { mail, aws } = production({ ...byAws, MAIL_TRANSPORT: "ses" });
  expect([mail.transport, aws]).toEqual(["ses", { region, mailQueueUrl: null, reminders: null }]);
  const queued = production({ ...byAws, MAIL_TRANSPORT: "sqs", MAIL_QUEUE_URL: queueUrl, ...reminders });
  const { REMIND_QUEUE_ARN: queueArn, SCHEDULER_ROLE_ARN: roleArn } = reminders;
  expect(queued.aws).toEqual({ region, mailQueueUrl: queueUrl, reminders: { queueArn, roleArn } });
});

test("S32: the function that sends mails is told less than a server, and names what is missing", () => {
  const environment = {
    DATABASE_URL: "postgres://popline@db.example/popline",
    PUBLIC_URL: "https://popline.example",
    SESSION_SECRET: sessionSecret,
    AWS_REGION: region,
    MAIL_FROM: "Popline <hello@popline.example>",
  };
  const { DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl } = environment;
  const from = environment.MAIL_FROM;
  const told = { databaseUrl, publicUrl, sessionSecret, region, from, push: null };
  expect(readFunctionSettings(environment)).toEqual(told);
  for (const name of Object.keys(environment)) {
    expect(refusalOf(() => readFunctionSettings({ ...environment, [name]: "" }))).toContain(name);
  }
  const plain = { AWS_ENDPOINT_URL: "http://aws.example" };
  expect(refusalOf(() => readFunctionSettings({ ...environment, ...plain }))).toContain("AWS_ENDPOINT_URL");
});

describe("mails: a wrong setting is named", () => {
  test.each([
    ["MAIL_TRANSPORT", () => demo({ MAIL_TRANSPORT: "pigeon" })],
    ["MAIL_TRANSPORT", () => production({ MAIL_TRANSPORT: "mailbox" })],
    ["SMTP_URL", () => production({ SMTP_URL: undefined })],
    ["SMTP_URL", () => demo({ SMTP_URL: "http://mail.example" })],
    ["AWS_REGION", () => production({ MAIL_TRANSPORT: "ses" })],
    ["AWS_REGION", () => production({ MAIL_TRANSPORT: "ses", AWS_REGION: "Seoul" })],
    ["AWS_REGION", () => production({ MAIL_TRANSPORT: "sqs", MAIL_QUEUE_URL: queueUrl })],
    ["AWS_REGION", () => production(reminders)],
    ["AWS_ENDPOINT_URL_SESV2", () => production({ ...ses, AWS_ENDPOINT_URL_SESV2: "http://ses.example" })],
    ["MAIL_QUEUE_URL", () => production({ MAIL_TRANSPORT: "sqs", AWS_REGION: region })],
    ["MAIL_QUEUE_URL", () => production({ MAIL_TRANSPORT: "sqs", AWS_REGION: region, MAIL_QUEUE_URL: "http://sqs" })],
    ["MAIL_QUEUE_URL", () => production({ AWS_REGION: region, MAIL_QUEUE_URL: `${queueUrl}.fifo` })],
    ["REMIND_QUEUE_ARN", () => production({ ...reminders, REMIND_QUEUE_ARN: undefined, AWS_REGION: region })],
    ["REMIND_QUEUE_ARN", () => production({ ...reminders, REMIND_QUEUE_ARN: queueUrl, AWS_REGION: region })],
    ["SCHEDULER_ROLE_ARN", () => production({ ...reminders, SCHEDULER_ROLE_ARN: "", AWS_REGION: region })],
    ["MAIL_FROM", () => demo({ MAIL_FROM: "Popline <a@b.example>\r\nBcc: c@d.example" })],
  ])("%s", (name, read) => {
    expect(refusalOf(read)).toContain(name);
  });
});

describe("production refuses to start, naming the setting", () => {
  test.each([
    ["DEMO", { DEMO: "on" }],
    ["DEMO", { DATABASE_URL: undefined }],
    ["DATABASE_URL", { DATABASE_URL: undefined, DEMO: "off" }],
    ["DATABASE_URL", { DATABASE_URL: "", DEMO: "off" }],
    ["SESSION_SECRET", { SESSION_SECRET: undefined }],
    ["SESSION_SECRET", { SESSION_SECRET: "" }],
    ["SESSION_SECRET", { SESSION_SECRET: randomBytes(15).toString("hex") }],
    ["SESSION_SECRET", { SESSION_SECRET: "s".repeat(32) }],
    ["SESSION_SECRET", { SESSION_SECRET: "abcabcd".repeat(10) }],
    ["SESSION_SECRET", { SESSION_SECRET: "change-me-change-me-change-me-change-me" }],
    ["SESSION_SECRET", { SESSION_SECRET: "a secret that only tests know, 32 characters" }],
    ["SESSION_SECRET", { SESSION_SECRET: "only-for-benchmarks-on-this-machine-0123456789" }],
    ["SESSION_SECRET", { SESSION_SECRET: "abcdefghijklmnopqrstuvwxyz".repeat(2) }],
    ["SESSION_SECRET", { SESSION_SECRET: `${"popline-".repeat(4)}2026` }],
    ["PUBLIC_URL", { PUBLIC_URL: undefined }],
    ["PUBLIC_URL", { PUBLIC_URL: "" }],
    ["PUBLIC_URL", { PUBLIC_URL: "http://popline.example" }],
    ["NETWORK_LIMITS", { NETWORK_LIMITS: "off" }],
    ["KAKAO_CLIENT_ID", { KAKAO_CLIENT_ID: undefined }],
    ["KAKAO_CLIENT_ID", { KAKAO_CLIENT_ID: "" }],
    ["KAKAO_CLIENT_SECRET", { KAKAO_CLIENT_SECRET: undefined }],
    ["KAKAO_CLIENT_SECRET", { KAKAO_CLIENT_SECRET: "changeme" }],
    ["KAKAO_ADMIN_KEY", { KAKAO_ADMIN_KEY: "changeme" }],
    ["FIELD_KEYS", { FIELD_KEYS: `1:${base64("change-me-change-me-change-me-ch")}` }],
    ["FIELD_KEYS", { FIELD_KEYS: `1:${base64("01234567890123456789012345678901")}` }],
    ["VAPID_PRIVATE_KEY", { VAPID_PRIVATE_KEY: base64("change-me-change-me-change-me-ch").replace("=", "") }],
    ["VAPID_PRIVATE_KEY", { VAPID_PRIVATE_KEY: base64("01234567890123456789012345678901").replace("=", "") }],
    ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "10.0.0.1, 0.0.0.0/0" }],
    ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "0.0.0.0/1,128.0.0.0/1" }],
    ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "::ffff:0:0/96" }],
    ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "::/0" }],
    ["FIELD_KEYS", { FIELD_KEYS: undefined }],
    ["FIELD_KEYS", { FIELD_KEYS: "" }],
    ["FIELD_KEYS", { FIELD_KEYS: `1:${Buffer.alloc(32, "k").toString("base64")}` }],
    ["FIELD_KEYS", { FIELD_KEYS: keyOf("a") }],
    ["FIELD_KEYS", { FIELD_KEYS: `1:${Buffer.alloc(16).toString("base64")}` }],
    ["FIELD_KEYS", { FIELD_KEYS: `1:${keyOf("a")},1:${keyOf("b")}` }],
    ["KAKAO_ISSUER", { KAKAO_ISSUER: "http://kauth.example" }],
  ])("%s: %j", (name, changes) => {
    expect(refusalOf(() => production(changes))).toContain(name);
  });
});

describe("a wrong setting is refused by name", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["DEMO", "true"],
    ["NETWORK_LIMITS", "no"],
    ["DATABASE_URL", "mysql://127.0.0.1/popline"],
    ["DATABASE_URL", "127.0.0.1"],
    ["PUBLIC_URL", "popline.example"],
    ["PUBLIC_URL", "javascript:alert(1)"],
    ["LINE", "bogus"],
    ["REDIS_URL", "zzz"],
    ["MOST_WAITING", "0"],
    ["MOST_WAITING", "many"],
    ["MOST_WAITING", "1e3"],
    ["MOST_WAITING", "10001"],
    ["MOST_WAITING", ""],
  ])("%s=%s", (name, text) => {
    expect(refusalOf(() => production({ [name]: text }))).toContain(name);
  });

  test("a secret in DATABASE_URL is not said aloud", () => {
    expect(refusalOf(() => production({ DATABASE_URL: "mysql://u:hunter2@127.0.0.1/x" }))).not.toContain("hunter2");
  });
});

test("what a deployment may choose is taken as it is", () => {
  const chosen = production({ LINE: "buffered", REDIS_URL: "redis://127.0.0.1", MOST_WAITING: "250" });
  expect([chosen.line, chosen.mostWaiting]).toEqual(["buffered", 250]);
  expect(refusalOf(() => production({ LINE: "buffered" }))).toContain("LINE=buffered needs REDIS_URL");
  expect(demo({ PUBLIC_URL: "http://localhost:3000" }).publicUrl).toBe("http://localhost:3000");
});

test.each(["0.0.0.0", "::", "192.168.0.7"])("demo mode listens on loopback only, not on HOST=%s", (host) => {
  expect(refusalOf(() => demo({ HOST: host }))).toContain("HOST");
  expect(production({ HOST: host }).host).toBe(host);
});

test.each(["127.0.0.1", "::1", "localhost"])("demo mode may listen on %s", (host) => {
  expect(demo({ HOST: host }).host).toBe(host);
});

test("DEMO_DATA=off starts a demo without its invented world; outside demo mode there is none", () => {
  expect(demo({ DEMO_DATA: "off" })).toMatchObject({ demo: true, demoData: false });
  expect(production({ DEMO_DATA: "on" }).demoData).toBe(false);
  expect(refusalOf(() => demo({ DEMO_DATA: "no" }))).toContain("DEMO_DATA");
});

test("a demo brings its own Kakao, unless it is told of one; then it needs all of it", () => {
  expect(demo().kakao).toBeNull();
  const told = { KAKAO_ISSUER: "http://127.0.0.1:9", KAKAO_CLIENT_ID: "id", KAKAO_CLIENT_SECRET: "secret" };
  const kakao = { issuer: "http://127.0.0.1:9", clientId: "id", clientSecret: "secret" };
  expect(demo(told).kakao).toEqual({ ...kakao, adminKey: null });
  expect(demo({ ...told, KAKAO_ADMIN_KEY: "key" }).kakao).toEqual({ ...kakao, adminKey: "key" });
  expect(refusalOf(() => demo({ KAKAO_ISSUER: "http://127.0.0.1:9" }))).toContain("KAKAO_CLIENT_ID");
  expect(refusalOf(() => demo({ KAKAO_CLIENT_ID: "id" }))).toContain("KAKAO_CLIENT_SECRET");
});

test("NETWORK_LIMITS=off is for demo mode", () => {
  expect(demo({ NETWORK_LIMITS: "off" }).networkLimits).toBe(false);
  expect(demo({ NETWORK_LIMITS: "on" }).networkLimits).toBe(true);
});

describe("a demo's own secret", () => {
  const kept = () => join(folder, "data", "session-secret");

  test("survives a restart, and nobody else on the machine may read it", async () => {
    const { sessionSecret } = demo();
    expect(sessionSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(demo().sessionSecret).toBe(sessionSecret);
    expect(await readFile(kept(), "utf8")).toBe(sessionSecret);
    expect((await stat(kept())).mode & 0o777).toBe(0o600);
  });

  test("is another one in another folder, and a new one each time in memory", () => {
    const inMemory = () => readSettings({ DATA_DIR: "memory://" }).sessionSecret;
    const others = [demo(), demo({ DATA_DIR: join(folder, "other") })].map(({ sessionSecret }) => sessionSecret);
    expect(new Set([...others, inMemory(), inMemory()]).size).toBe(4);
  });

  test("makes the key of personal fields too, so that processes with one secret read the same", () => {
    const given = { SESSION_SECRET: "g".repeat(40) };
    expect(demo(given).fieldKeys).toEqual(demo({ ...given, DATA_DIR: join(folder, "other") }).fieldKeys);
    expect(demo(given).fieldKeys).not.toEqual(demo().fieldKeys);
    expect(demo({ FIELD_KEYS: fieldKeys }).fieldKeys).toHaveLength(2);
  });

  test("gives way to SESSION_SECRET, which has to be long enough in a demo too", async () => {
    demo();
    await writeFile(kept(), "k".repeat(64));
    expect(demo({ SESSION_SECRET: "g".repeat(40) }).sessionSecret).toBe("g".repeat(40));
    for (const short of ["", "short"]) {
      const refusal = refusalOf(() => demo({ SESSION_SECRET: short }));
      expect(refusal).toMatch(/^SESSION_SECRET .*too short.*leave it out/);
      expect(refusal).not.toContain("outside demo mode");
    }
  });
});

test("an empty PORT, or proxies that are no addresses, are refused by name", () => {
  expect(refusalOf(() => demo({ PORT: "" }))).toContain("PORT");
  for (const proxies of ["my-proxy", "10.0.0.0/33", "10.0.0.1/x", "10.0.0.1/", "10.0.0.0/8/8"]) {
    expect(refusalOf(() => demo({ TRUSTED_PROXIES: proxies }))).toContain("TRUSTED_PROXIES");
  }
});

test("a kept secret that was cut off by a crash is not used", async () => {
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "data", "session-secret"), "");
  expect(demo().sessionSecret.length).toBeGreaterThanOrEqual(32);
});

test("a kept secret that cannot be read names the folder it is in", async () => {
  await mkdir(join(folder, "data", "session-secret"), { recursive: true });
  expect(() => demo()).toThrow("DATA_DIR: the folder cannot be used");
});
