import { ParameterError, readParameters } from "../lib/parameters.ts";
import { createPopline } from "../lib/popline.ts";

// What `cdk synth` and `cdk deploy` run; docs/operating/deploying.md says which variables.
try {
  createPopline(readParameters(process.env)).app.synth();
} catch (error) {
  console.error(error instanceof ParameterError ? error.message : error);
  process.exitCode = 1;
}
