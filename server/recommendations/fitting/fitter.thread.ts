import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { repository } from "../../platform/repository.ts";
import type { Traffic } from "../../platform/traffic.ts";
import type { Fitted, Fitter } from "../ports.ts";
import type { FromThread, ToThread } from "./fit-messages.ts";

const program = join(repository, "dist/programs/fit-thread.js");
/** A hundred thousand purchases take about 100 MB. */
const resourceLimits = { maxOldGenerationSizeMb: 1_024 };

/** Learns in a thread, so that nobody who is served waits for it; it stands aside while there is traffic. */
export function createThreadFitter({ counts: workerData }: Traffic): Fitter {
  const running = new Set<Worker>();
  return {
    async fit(material, seed, tell) {
      const thread = new Worker(program, { resourceLimits, workerData });
      running.add(thread);
      const send = (message: ToThread) => thread.postMessage(message);
      const fitted = new Promise<Fitted>((resolve, reject) => {
        thread.once("error", reject);
        thread.once("exit", () => reject(new Error("The fit ended early.")));
        thread.on("message", (message: FromThread) => {
          if ("fitted" in message) resolve(message.fitted);
          else tell(message.phase, message.rows);
        });
      });
      // It may fail while purchases are still being read.
      fitted.catch(() => undefined);
      try {
        for await (const some of material) {
          const taken = once(thread, "message");
          send(some);
          await Promise.race([taken, fitted]);
        }
        send({ seed });
        return await fitted;
      } finally {
        running.delete(thread);
        await thread.terminate();
      }
    },
    async stop() {
      await Promise.all([...running].map((thread) => thread.terminate()));
    },
  };
}
