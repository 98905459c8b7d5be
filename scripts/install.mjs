import { installDependencies } from "./setup/dependencies.mjs";

await installDependencies({ development: true });
