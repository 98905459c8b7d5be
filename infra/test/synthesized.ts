import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CloudAssembly } from "aws-cdk-lib/cx-api";
import type { Acknowledgement } from "../lib/acknowledged.ts";
import type { Parameters } from "../lib/parameters.ts";
import { createPopline } from "../lib/popline.ts";

export type Mode = Parameters["compute"];
export const modes: readonly Mode[] = ["fargate", "ec2"];

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a template holds has no type of ours, and tests look into it.
  readonly Properties: any;
}

const folder = mkdtempSync(join(tmpdir(), "popline-infra-"));
const functions = join(folder, "functions");
mkdirSync(functions);
writeFileSync(join(functions, "package.json"), "{}");
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

export const parametersOf = (compute: Mode): Parameters => ({
  ...{ account: "111111111111", region: "ap-northeast-2", zones: ["ap-northeast-2a", "ap-northeast-2c"] },
  ...{ compute, nat: compute === "ec2" ? "instances" : "gateways", domain: "popline.example" },
  ...{ hostedZoneId: "Z0123456789", mailFrom: "Popline <hello@popline.example>", kakaoClientId: "kakao-app" },
  ...{ privacyContact: "privacy@popline.example", operators: "operators@popline.example" },
  ...{ imageTag: "0".repeat(40), repository: "popline/popline", functionFolder: functions },
  ...{ cloudFrontPrefixList: "pl-22a6434b", tasks: { usual: 2, warm: 8, most: 16 } },
});

/** Synthesizes as a delivery does; fails when cdk-nag or CloudFormation's schemas find what nobody acknowledged. */
export function synthesize(mode: Mode, reasons?: readonly Acknowledgement[]): CloudAssembly {
  const outdir = mkdtempSync(join(folder, `${mode}-`));
  return createPopline(parametersOf(mode), { outdir, ...(reasons && { reasons }) }).app.synth();
}

const kept = new Map<Mode, CloudAssembly>();

/** Once for all tests of a process: each takes seconds. */
export function assemblyOf(mode: Mode): CloudAssembly {
  const assembly = kept.get(mode) ?? synthesize(mode);
  kept.set(mode, assembly);
  return assembly;
}

/** Resources by their names, of one stack or all. */
export function resourcesIn(mode: Mode, stack?: string): [string, Resource][] {
  const stacks = assemblyOf(mode).stacks.filter(({ id }) => stack === undefined || id === stack);
  return stacks.flatMap(({ template }) => Object.entries<Resource>(template.Resources));
}

export function propertiesOf(mode: Mode, type: string, stack?: string) {
  return resourcesIn(mode, stack).flatMap(([, { Type, Properties }]) => (Type === type ? [Properties ?? {}] : []));
}

export const exactlyOne = <Item>(items: readonly Item[]): Item => {
  const [one] = items;
  if (items.length !== 1 || one === undefined)
    throw new Error(`There are ${items.length} of what is to be there once.`);
  return one;
};
