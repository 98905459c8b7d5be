import { buildPrograms } from "./setup/programs.mjs";
import { run } from "./setup/run.mjs";
import { serverFlags } from "./setup/server-flags.mjs";

// `node scripts/program.mjs NAME …`: runs one of the programs of scripts/setup/programs.mjs as it is now, with the room
// that a server has: benchmarks do some of its work in their own process.
const [name, ...words] = process.argv.slice(2);
await buildPrograms();
process.exitCode = await run(process.execPath, [...serverFlags, `dist/programs/${name}.js`, ...words]);
