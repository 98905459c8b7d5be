import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a command in the repository and resolves to its exit code; a death by signal counts as 1.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ environment?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function run(command, parameters, { environment = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: repository, env: environment, stdio: "inherit" });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a command without a word and resolves to its exit code and everything it said.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ environment?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(command, parameters, { environment = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: repository, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * @param {string} title what is being done, shown while it runs
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ environment?: NodeJS.ProcessEnv }} [options]
 */
export async function runOrThrow(title, command, parameters, options) {
  console.log(`${title} …`);
  const { code, output } = await runQuietly(command, parameters, options);
  if (code !== 0) throw new Error(`${title} failed: ${command} ${parameters.join(" ")}\n${output.trim()}`);
}
