import { inspectStructure } from "../structure/inspect-structure.ts";
import type { Finding } from "./finding.ts";
import { inspectSecrets } from "./inspect-secrets.ts";
import { inspectSizes } from "./inspect-sizes.ts";
import { inspectVocabulary } from "./inspect-vocabulary.ts";

const inspections: Record<string, (root: string) => Finding[] | Promise<Finding[]>> = {
  structure: inspectStructure,
  secrets: inspectSecrets,
  sizes: inspectSizes,
  vocabulary: inspectVocabulary,
};

const name = process.argv[2] ?? "";
const inspect = inspections[name];
if (inspect === undefined)
  throw new Error(`No inspection "${name}"; there are ${Object.keys(inspections).join(", ")}.`);

const findings = await inspect(process.cwd());
for (const { rule, file, line, message } of findings) {
  console.log(`  ${file}${line === undefined ? "" : `:${line}`} ${rule}: ${message}`);
}
process.exitCode = findings.length > 0 ? 1 : 0;
