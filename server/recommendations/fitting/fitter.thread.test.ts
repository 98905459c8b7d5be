import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { expect, test } from "vitest";
import { threadFitter } from "./fitter.thread.ts";

/** How nice each thread of this process is, as /proc has it: the 19th field, the 17th after the name. */
const niceness = () =>
  readdirSync("/proc/self/task").map((task) => {
    const fields = readFileSync(`/proc/self/task/${task}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[16]);
  });

test.runIf(process.platform === "linux")(
  "P8: the thread that learns goes last for a processor, and no other thread of the server does",
  async () => {
    const before = niceness();
    let meanwhile: readonly number[] = [];
    async function* material() {
      yield { purchases: [] };
      // It has answered, so it runs.
      meanwhile = niceness();
    }
    await threadFitter.fit(material(), 1, () => undefined).catch(() => undefined);
    expect(meanwhile.filter((nice) => nice === 19)).toHaveLength(before.filter((nice) => nice === 19).length + 1);
    expect(getPriority(process.pid)).toBe(before[0]);
  },
);
