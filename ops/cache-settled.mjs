import { aws, lookUntil } from "./asking-aws.mjs";

// `node ops/cache-settled.mjs GROUP`: waits until what was changed of Valkey is done; ends with 1 when it is not in
// half an hour. A change may be asked for and the group "available" for some seconds yet, so that AWS's own wait
// answers before it has begun: it is done when the group is available at each look of a minute.
const looksInTurn = 12;

const [group = ""] = process.argv.slice(2);
let calm = 0;
let last = "nothing that could be read";

const settled = await lookUntil(() => {
  const seen = calm;
  calm = 0;
  const { ReplicationGroups } = aws("elasticache", "describe-replication-groups", "--replication-group-id", group);
  last = ReplicationGroups[0].Status;
  if (last === "available") calm = seen + 1;
  return calm === looksInTurn ? true : null;
});
console.log(settled ? `${group} is settled.` : `${group} is not settled after half an hour, but: ${last}.`);
process.exitCode = settled ? 0 : 1;
