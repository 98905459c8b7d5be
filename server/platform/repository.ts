import { join } from "node:path";

/** The project's folder. Programs are built two folders below it as well (scripts/setup/programs.mjs). */
export const repository = join(import.meta.dirname, "../..");
