import { defineConfig } from "vitest/config";

const eager = [
  "test/races/!(rehearsal|flat|flat-seats|fairness)*.test.ts",
  "test/faults/!(start)*.test.ts",
  "test/browser/budgets.test.ts",
  "bench/**/*.test.ts",
];
const shared = { testTimeout: 120_000, hookTimeout: 120_000, pool: "forks" as const };

export default defineConfig({
  test: {
    globalSetup: "test/services/global-setup.ts",
    allowOnly: false,
    projects: [
      {
        test: {
          ...shared,
          name: "side by side",
          include: ["{server,shared,load,test}/**/*.test.ts", "web/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/dist/**", "test/browser/**", ...eager],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The files of one worker share a server and a browser (test/browser/product.ts), so they share modules too.
        test: {
          ...shared,
          name: "in the browser",
          include: ["test/browser/**/*.test.ts"],
          exclude: eager,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // These want the machine's processors, its disk or its browser for themselves.
        test: {
          ...shared,
          name: "one by one",
          include: eager,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
