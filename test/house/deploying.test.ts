import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "../../scripts/house/sources.ts";
import { roles } from "../../shared/accounts.ts";

// What a person does at AWS by docs/operating/deploying.md: no program of ours does it, and AWS cannot be asked here.
const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const page = read("docs/operating/deploying.md");
const section = (title: string) => page.split(/^## /m).find((one) => one.startsWith(`${title}\n`)) ?? "";

/** The words of a section stand in it in this order. */
function expectInOrder(title: string, words: readonly string[]): void {
  const text = section(title);
  const places = words.map((word, at) => text.indexOf(word, at === 0 ? 0 : text.indexOf(words[at - 1] as string)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
}

test("D25: Valkey takes a new password beside the old one until every server has it", () => {
  expectInOrder("Passwords", [
    ...["--auth-token-update-strategy ROTATE", "node ops/cache-settled.mjs", "--secret-id popline/cache-password"],
    ...["--secret-id popline/cache-address", "--force-new-deployment", "wait services-stable"],
    "--auth-token-update-strategy SET",
  ]);
});

test("D25: who goes back by hand first stops what would take its place", () => {
  expectInOrder("Going back by hand", [
    ...["gh workflow disable check.yml", "gh run cancel", "gh workflow run deliver.yml --ref main -f version="],
    "gh workflow enable check.yml",
  ]);
});

test("S39: a first deployment that failed is taken away by name, so that there can be another", () => {
  expectInOrder("When the first deployment fails", ["--no-enable-termination-protection", "delete-stack"]);
  const secrets = readSources(join(root, "infra"), "lib", /[.]ts$/).flatMap(({ text }) =>
    [...text.matchAll(/secretName: "([^"]+)"/g)].map(([, name = ""]) => name),
  );
  expect(secrets).toContain("popline/kept");
  for (const name of secrets) expect(section("When the first deployment fails")).toContain(`\`${name}\``);
});

test("D25: who deploys for the first time is told what lets people sign in, and how the first operator is made", () => {
  const callback = "/api/auth/kakao/callback";
  expect(section("Once")).toContain(`\`https://DOMAIN${callback}\``);
  // The matrix has every route there is.
  expect(read("test/acceptance/authorisation/matrix.ts")).toContain(`"GET ${callback}"`);
  const [, program, words] =
    /"\/nodejs\/bin\/node \/app\/dist\/programs\/(\w+)\.js ([^"]+)"/.exec(section("Once")) ?? [];
  expect(read("scripts/setup/programs.mjs")).toContain(`  ${program}: "server/appoint.ts",\n`);
  expect(words).toBe("--person NUMBER --role operator");
  expect(roles).toContain("operator");
  expect(read("server/appoint.ts")).toContain("--person NUMBER --role $");
});
