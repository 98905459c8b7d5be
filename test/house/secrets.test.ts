import { describe, expect, test } from "vitest";
import { inspectSecrets } from "../../scripts/house/inspect-secrets.ts";
import { buildHouse, type Files } from "./fake-house.ts";

/** In pieces, so that the scan of this house does not find its own test. */
const joined = (...pieces: readonly string[]) => pieces.join("");
const random = joined("9f86d081", "884c7d65", "9a2feaa0", "c55ad015");

describe("secrets", () => {
  test.each<[string, Files]>([
    ["a private key", { "infra/key.pem": joined("-----BEGIN RSA ", "PRIVATE KEY-----") }],
    ["an AWS key", { "infra/app.ts": joined(`const id = "AKIA`, `IOSFODNN7EXAMPLE";`) }],
    ["a GitHub token", { ".ci/run": joined("export TOKEN=gh", `p_${"a1B2".repeat(9)}`) }],
    ["a Slack token", { "docs/alarm.md": joined("xox", "b-123456789012-abcdef") }],
    ["a Google key", { "web/src/map.ts": joined(`key("AI`, `za${"aB3_x".repeat(7)}")`) }],
    ["an npm token", { ".npmrc": joined("//host/:_authToken=np", `m_${"x9".repeat(18)}`) }],
    ["a signed token", { "docs/api.md": joined("eyJhbGciOiJIUzI1", "NiJ9.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4") }],
    ["an address with a password", { "README.md": joined("postgres://app:hun", "ter2@db.popline.kr/popline") }],
    ["a secret with its value", { "server/settings.ts": joined("const sessionSecret = ", `"${random}";`) }],
    ["a setting with its value", { "start.sh": joined("SESSION_SECRET=", random) }],
    ["an admin key with its value", { "start.sh": joined("KAKAO_ADMIN_KEY=", random) }],
    ["a file of settings", { ".env.production": "PORT=3000" }],
  ])("%s is found", (_, changes) => {
    expect(rulesBroken(changes)).toEqual(["secret-in-the-tree"]);
  });

  test.each<[string, Files]>([
    ["a clean house", {}],
    ["a name without a value", { "README.md": "SESSION_SECRET=… DATABASE_URL=postgres://…" }],
    ["a sentence", { "test/services/servers.ts": `const sessionSecret = "only-for-benchmarks-on-this-machine-7";` }],
    ["a loopback address", { "test/a.test.ts": joined(`"mysql://u:hun`, `ter2@127.0.0.1/x"`) }],
    ["a hash of a package", { "package-lock.json": `"integrity": "sha512-${random}=="` }],
  ])("%s passes", (_, changes) => {
    expect(rulesBroken(changes)).toEqual([]);
  });
});

function rulesBroken(changes: Files): string[] {
  const house = buildHouse(changes);
  try {
    return inspectSecrets(house.root).map(({ rule }) => rule);
  } finally {
    house.tearDown();
  }
}
