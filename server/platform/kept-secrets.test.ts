import { expect, onTestFinished, test } from "vitest";
import { startLoopback } from "../../test/services/loopback.ts";
import { readKeptSecrets } from "./kept-secrets.ts";

const arn = (name: string) => `arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:popline/${name}`;

async function startExtension() {
  const asked: string[] = [];
  const extension = await startLoopback(async ({ url = "", headers }) => {
    const secret = new URL(url, "http://loopback").searchParams.get("secretId") ?? "";
    asked.push(`${secret.split("/")[1]} ${headers["x-aws-parameters-secrets-token"]}`);
    if (secret !== arn("login")) return { status: 400 };
    return { status: 200, body: { SecretString: '{"username":"popline_clone","password":"a word"}' } };
  });
  onTestFinished(extension.close);
  const { port } = new URL(extension.url);
  return { asked, environment: { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: port, AWS_SESSION_TOKEN: "token" } };
}

test("a Lambda's secrets come from AWS's extension, each asked for once", async () => {
  const { asked, environment } = await startExtension();
  const names = { PGUSER: [arn("login"), "username"], PGPASSWORD: [arn("login"), "password"] };
  const kept = await readKeptSecrets({ ...environment, KEPT_SECRETS: JSON.stringify(names) });
  expect([kept, asked]).toEqual([{ PGUSER: "popline_clone", PGPASSWORD: "a word" }, ["login token"]]);
});

test("what is not given stops the start by its address; without KEPT_SECRETS nobody is asked", async () => {
  const { asked, environment } = await startExtension();
  const names = JSON.stringify({ SESSION_SECRET: [arn("absent"), "field"] });
  await expect(readKeptSecrets({ ...environment, KEPT_SECRETS: names })).rejects.toThrow(
    `${arn("absent")} was not given`,
  );
  await expect(readKeptSecrets({ KEPT_SECRETS: "arn" })).rejects.toThrow("KEPT_SECRETS must be JSON");
  expect([await readKeptSecrets(environment), asked.length]).toEqual([{}, 1]);
});
