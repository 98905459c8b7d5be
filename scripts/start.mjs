import { spawn } from "node:child_process";
import { constants } from "node:os";
import { installDependencies } from "./setup/dependencies.mjs";
import { buildPrograms } from "./setup/programs.mjs";
import { repository } from "./setup/run.mjs";
import { serverFlags } from "./setup/server-flags.mjs";
import { buildWebBundle } from "./setup/web-bundle.mjs";

try {
  await installDependencies();
  await buildWebBundle();
  await buildPrograms();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const server = spawn(process.execPath, [...serverFlags, "dist/programs/server.js"], {
  cwd: repository,
  stdio: "inherit",
});

// In a terminal Ctrl+C reaches the server by itself too, which takes what comes within a second for one.
for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) process.on(signal, () => server.kill(signal));

server.once("error", (error) => {
  console.error(error);
  process.exit(1);
});
server.once("exit", (code, signal) => {
  process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
});
