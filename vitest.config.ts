import { defineConfig } from "vitest/config";
import { HeavyFirst } from "./test/services/heavy-first.ts";

/** The first wants the machine for itself, the second its modules. */
const alone = ["test/browser/budgets.test.ts", "server/platform/database/open.test.ts"];
/** More than processors: races and faults wait for servers, pages for clocks, a good part of their time. */
const workers = { sideBySide: 4, inBrowser: 3 };
const shared = {
  ...{ testTimeout: 120_000, hookTimeout: 120_000, pool: "forks" as const },
  setupFiles: ["test/services/before-each-file.ts"],
};

export default defineConfig({
  test: {
    globalSetup: "test/services/global-setup.ts",
    allowOnly: false,
    sequence: { sequencer: HeavyFirst },
    projects: [
      {
        test: {
          ...shared,
          name: "side by side",
          include: ["{server,shared,load,test,bench,infra}/**/*.test.ts", "web/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/dist/**", "test/browser/**", ...alone],
          isolate: false,
          maxWorkers: workers.sideBySide,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The files of one worker share a server and a browser (test/browser/product.ts), so they share modules too.
        test: {
          ...shared,
          name: "in the browser",
          include: ["test/browser/**/*.test.ts"],
          exclude: alone,
          isolate: false,
          maxWorkers: workers.inBrowser,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: "one by one",
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
