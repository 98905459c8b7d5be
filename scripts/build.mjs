import { buildFunctions } from "./setup/functions.mjs";
import { buildPrograms } from "./setup/programs.mjs";
import { buildWebBundle } from "./setup/web-bundle.mjs";

// `npm run build`: the pages, the programs and the functions that a delivery carries.
await buildWebBundle();
await buildPrograms();
await buildFunctions();
