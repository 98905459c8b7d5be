import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { restBetweenSteps } from "../../platform/long-work.ts";
import { createTrafficWatch } from "../../platform/traffic.ts";
import type { CellPurchase, OwnDeed } from "../rules.ts";
import { fitCells } from "./fit-cells.ts";
import type { FromThread, ToThread } from "./fit-messages.ts";
import { fitOwn } from "./fit-own.ts";
import { createRest } from "./rest.ts";

/** A thread of its own: all comes by message, since only one process may have the embedded database open. */
const cells: CellPurchase[] = [];
const deeds: OwnDeed[] = [];
const tell = (message: FromThread) => parentPort?.postMessage(message);
const rowsTold = () => cells.length + deeds.length;

function hear(message: Exclude<ToThread, { seed: number }>): void {
  if ("purchases" in message) for (const purchase of message.purchases) cells.push(purchase);
  else for (const deed of message.deeds) deeds.push(deed);
  rest();
  tell({ phase: "reading", rows: rowsTold() });
}

const never = new Int32Array(new SharedArrayBuffer(4));
const { rest, restedMs } = createRest({
  isBusy: createTrafficWatch(workerData),
  now: () => performance.now(),
  sleep: (ms) => void Atomics.wait(never, 0, 0, ms),
});
restBetweenSteps(rest);

// Of this thread alone, which only Linux allows: what is served meanwhile goes first on a machine with few processors.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);

parentPort?.on("message", (message: ToThread) => {
  if (!("seed" in message)) return hear(message);
  const enter = (phase: "reading" | "judging" | "learning") => tell({ phase, rows: rowsTold() });
  const fitted =
    deeds.length > 0 ? fitOwn({ deeds, cells }, message.seed, enter) : fitCells(cells, message.seed, enter);
  tell({ fitted: { ...fitted, metrics: { ...fitted.metrics, restedMs: restedMs() } } });
  parentPort?.close();
});
