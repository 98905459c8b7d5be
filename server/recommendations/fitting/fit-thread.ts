import { parentPort } from "node:worker_threads";
import type { CellPurchase } from "../rules.ts";
import { fitCells } from "./fit-cells.ts";
import type { FromThread, ToThread } from "./fit-messages.ts";

/** A thread of its own: purchases come by message, since only one process may have the embedded database open. */
const told: CellPurchase[] = [];
const tell = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToThread) => {
  if ("purchases" in message) {
    for (const purchase of message.purchases) told.push(purchase);
    tell({ phase: "reading", rows: told.length });
    return;
  }
  const fitted = fitCells(told, message.seed, (phase) => tell({ phase, rows: told.length }));
  tell({ fitted });
  parentPort?.close();
});
