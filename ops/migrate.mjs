import { execFileSync } from "node:child_process";

// Runs the task `popline-migrate` of the image that was deployed last, and ends with its exit code.

/** @param {string[]} words */
const aws = (...words) => JSON.parse(execFileSync("aws", [...words, "--output", "json"], { encoding: "utf8" }) || "{}");

const { Stacks } = aws("cloudformation", "describe-stacks", "--stack-name", "popline-data");
/** @param {string} name */
const output = (name) =>
  Stacks[0].Outputs.find((/** @type {{ OutputKey: string }} */ { OutputKey }) => OutputKey === name).OutputValue;

const cluster = "popline-migrations";
const [subnets, firewall] = [output("MigrationSubnets"), output("MigrationFirewall")];
const network = `awsvpcConfiguration={subnets=[${subnets}],securityGroups=[${firewall}]}`;
const run = ["--task-definition", "popline-migrate", "--launch-type", "FARGATE", "--network-configuration", network];
const { tasks, failures } = aws("ecs", "run-task", "--cluster", cluster, ...run);
if (tasks.length !== 1) throw new Error(`The task did not start: ${JSON.stringify(failures)}`);

const [{ taskArn }] = tasks;
execFileSync("aws", ["ecs", "wait", "tasks-stopped", "--cluster", cluster, "--tasks", taskArn]);
const [task] = aws("ecs", "describe-tasks", "--cluster", cluster, "--tasks", taskArn).tasks;
const { exitCode } = task.containers[0];
console.log(`The migration ended with ${exitCode ?? task.stoppedReason}.`);
process.exitCode = exitCode ?? 1;
