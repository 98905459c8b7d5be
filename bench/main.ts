import { ArgumentError, readArguments } from "./arguments.ts";
import { base } from "./benchmarks/base.ts";
import { burst } from "./benchmarks/burst.ts";
import { chat } from "./benchmarks/chat.ts";
import { engines } from "./benchmarks/engines.ts";
import { fit } from "./benchmarks/fit.ts";
import { growth } from "./benchmarks/growth.ts";
import { join } from "./benchmarks/join.ts";
import { list } from "./benchmarks/list.ts";
import { live } from "./benchmarks/live.ts";
import { recommendations as recommend } from "./benchmarks/recommendations.ts";
import { search } from "./benchmarks/search.ts";
import { source } from "./benchmarks/source.ts";
import { printReport } from "./report/print.ts";

const benchmarks = { base, join, burst, growth, engines, live, chat, source, list, search, recommend, fit };

/** A missed bar is a result, not a failure: exit 1 when a run was wrong, 2 when none could be begun, else 0. */
async function run(): Promise<void> {
  const choices = readArguments(process.argv.slice(2));
  const report = await benchmarks[choices.benchmark](choices);
  if (choices.json) console.log(JSON.stringify(report, null, 2));
  else printReport(report);
}

run().catch((error: unknown) => {
  const isMisspoken = error instanceof ArgumentError;
  console.error(isMisspoken ? error.message : error);
  process.exitCode = isMisspoken ? 2 : 1;
});
