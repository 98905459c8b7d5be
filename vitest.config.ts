import { defineConfig } from "vitest/config";

const eager = [
  "test/races/**/*.test.ts",
  "test/faults/**/*.test.ts",
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
          exclude: ["**/node_modules/**", "**/dist/**", ...eager],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // These want the machine's processors, its disk or its browser for themselves.
        test: {
          ...shared,
          name: "one by one",
          include: eager,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
