import { spawn } from "node:child_process";
import { constants } from "node:os";
import { installDependencies } from "./setup/dependencies.mjs";
import { buildPrograms } from "./setup/programs.mjs";
import { repository } from "./setup/run.mjs";
import { buildWebBundle } from "./setup/web-bundle.mjs";

try {
  await installDependencies();
  await buildWebBundle();
  await buildPrograms();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const server = spawn(process.execPath, ["--enable-source-maps", "dist/programs/server.js"], {
  cwd: repository,
  stdio: "inherit",
});

process.on("SIGTERM", () => server.kill("SIGTERM"));
process.on("SIGINT", () => {
  // In a terminal Ctrl+C reaches the whole process group; sending it again would look like a second, impatient one.
  if (!process.stdin.isTTY) server.kill("SIGINT");
});

server.once("error", (error) => {
  console.error(error);
  process.exit(1);
});
server.once("exit", (code, signal) => {
  process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
});
