import { aws, lookUntil } from "./asking-aws.mjs";

// Runs the task `popline-migrate` of the image that was deployed last, and ends with its exit code; with 1 when it has
// not ended in half an hour.
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
/** The task when it has stopped; null when it goes on, or is not known yet. */
function stopped() {
  const [task] = aws("ecs", "describe-tasks", "--cluster", cluster, "--tasks", taskArn).tasks;
  return task?.lastStatus === "STOPPED" ? task : null;
}

const task = await lookUntil(stopped);
const exitCode = task?.containers[0].exitCode;
const goesOn = `goes on after half an hour, as ${taskArn}: read /popline/migrations, deliver again when it has ended`;
console.log(`The migration ${task === null ? goesOn : `ended with ${exitCode ?? task.stoppedReason}`}.`);
process.exitCode = exitCode ?? 1;
