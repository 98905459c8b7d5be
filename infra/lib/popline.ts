import { App, type AppProps, Validations } from "aws-cdk-lib/core";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { AwsSolutionsChecks } from "cdk-nag";
import { type Acknowledgement, acknowledge, acknowledgedFor } from "./acknowledged.ts";
import type { Parameters } from "./parameters.ts";
import { createApi } from "./stacks/api.ts";
import { createData } from "./stacks/data.ts";
import { createMail } from "./stacks/mail.ts";
import { createNetwork } from "./stacks/network.ts";
import { createObservability } from "./stacks/observability.ts";
import { createRegistry } from "./stacks/registry.ts";
import { createWeb } from "./stacks/web.ts";

interface Options {
  readonly outdir?: string;
  /** For the test that takes one away. */
  readonly reasons?: readonly Acknowledgement[];
}

/** CDK would ask AWS for the zones of a region; here they are told. */
const zonesOf = ({ account, region, zones }: Parameters) => ({
  [`availability-zones:account=${account}:region=${region}`]: [...zones],
});

/** All of Popline on AWS, by rate of change; the templates are made without asking AWS anything. */
export function createPopline(parameters: Parameters, { outdir, reasons = acknowledgedFor(parameters) }: Options = {}) {
  const place: AppProps = outdir === undefined ? {} : { outdir };
  const app = new App({ ...place, context: { ...flags, ...zonesOf(parameters) }, analyticsReporting: false });
  const registry = createRegistry(app, parameters);
  const network = createNetwork(app, parameters);
  const data = createData(app, parameters, { network, registry });
  const mail = createMail(app, parameters, { network, data });
  const api = createApi(app, parameters, { registry, network, data, mail });
  const observability = createObservability(app, parameters, { data, mail, api });
  const web = createWeb(app, parameters, { api });
  acknowledge(app, reasons);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, registry, network, data, mail, api, observability, web };
}
