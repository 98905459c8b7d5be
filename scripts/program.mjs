import { buildPrograms } from "./setup/programs.mjs";
import { run } from "./setup/run.mjs";

// `node scripts/program.mjs NAME …`: runs one of the programs of scripts/setup/programs.mjs as it is now.
const [name, ...words] = process.argv.slice(2);
await buildPrograms();
process.exitCode = await run(process.execPath, ["--enable-source-maps", `dist/programs/${name}.js`, ...words]);
