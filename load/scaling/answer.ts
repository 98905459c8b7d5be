import type { Question } from "./arguments.ts";
import { enter } from "./entrance.ts";
import { edgeQuota, planFor, planned } from "./plan.ts";

const format = (number: number, digits = 0) =>
  new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits }).format(number);
/** Of the cores that the formula asks for. */
const parts = [0.25, 0.5, 0.75, 1, 1.5];

function tableOf(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => `| ${row.join(" | ")} |`);
  return [head, `|${rows[0]?.map(() => "---:").join("|")}|`, ...body].join("\n");
}

/** What an opening of this size takes, as a page's text. */
export function answerTo({ course, costs, entrance }: Question): string {
  const plan = planFor(course, costs);
  // For a small crowd several parts are the same number of cores.
  const sizes = new Set(parts.map((part) => Math.max(1, Math.round(plan.cores * part))));
  const rows = [...sizes].map((cores) => {
    const entered = enter(course, { ...entrance, cores, joinMicros: costs.joinMicros });
    const { p50Ms, p99Ms, lastMs, passedP99Ms, passedMostMs, rangesASecond } = entered;
    return [cores, p50Ms, p99Ms, lastMs, passedP99Ms, passedMostMs, rangesASecond].map((each) => format(each));
  });
  const [percent, people] = [format(100 * planned), format(course.joiners)];
  return `${people} people in ${format(course.seconds, 1)} s, ${format(plan.busiestSecond)} of them in the first second.
Cores for servers: ${plan.cores}, ${percent} % busy in that second, at ${format(costs.joinMicros)} µs a join.
One slot's batches, one after the other: ${format(plan.writeAllSeconds, 1)} s for everybody, \
${format(plan.writeSomeSeconds, 1)} s for ${format(costs.written)}.
Asking each 2 s: ${format(plan.pollsASecond)} requests a second at the edge, whose default is ${format(edgeQuota)}.
Asking each ${format(plan.pollSeconds, 1)} s: ${percent} % of that default.
Sockets instead, on those cores: a message each ${format(1 / plan.messagesEach, 1)} s to everybody.

${tableOf([["cores", "ticket p50, ms", "p99", "last", "passed by, p99 ms", "most", "ranges/s"], ...rows])}
`;
}
