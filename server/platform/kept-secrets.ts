import { type Environment, SettingsError } from "./setting-values.ts";

/** Where AWS's extension of a Lambda answers, on its own loopback. */
const usualPort = "2773";
const answerWithinMs = 5_000;

/** A secret's address and the field of it that is meant, by the setting that it is. */
type Kept = Readonly<Record<string, readonly [arn: string, field: string]>>;

function readNames({ KEPT_SECRETS: text }: Environment): Kept {
  try {
    return text === undefined ? {} : JSON.parse(text);
  } catch {
    throw new SettingsError('KEPT_SECRETS must be JSON: {"SETTING": ["arn:aws:secretsmanager:…", "field"]}');
  }
}

async function fetchSecret(arn: string, environment: Environment): Promise<Readonly<Record<string, string>>> {
  const { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: port = usualPort, AWS_SESSION_TOKEN: token = "" } = environment;
  const address = `http://127.0.0.1:${port}/secretsmanager/get?secretId=${encodeURIComponent(arn)}`;
  const headers = { "X-Aws-Parameters-Secrets-Token": token };
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(answerWithinMs) });
  if (!answer.ok) throw new SettingsError(`KEPT_SECRETS: ${arn} was not given: ${answer.status}.`);
  const { SecretString } = (await answer.json()) as { SecretString: string };
  return JSON.parse(SecretString);
}

/**
 * The settings that a Lambda finds in Secrets Manager, named by KEPT_SECRETS; a container has them from ECS. Each
 * secret is asked for once. Fails with what was not given, and never says what was.
 */
export async function readKeptSecrets(environment: Environment): Promise<Record<string, string>> {
  const kept = Object.entries(readNames(environment));
  const arns = [...new Set(kept.map(([, [arn]]) => arn))];
  const secrets = new Map(
    await Promise.all(arns.map(async (arn) => [arn, await fetchSecret(arn, environment)] as const)),
  );
  return Object.fromEntries(kept.map(([name, [arn, field]]) => [name, secrets.get(arn)?.[field] ?? ""]));
}
