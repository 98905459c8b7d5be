import { relative } from "node:path";
import type { TestSpecification, Vitest } from "vitest/node";

/** Files that take a minute of a busy machine, the longest first. Whoever starts them last waits for them alone. */
const heavy = [
  "bench/quick.test.ts",
  "test/faults/mails.test.ts",
  "test/races/ten-thousand.test.ts",
  "test/faults/kill.test.ts",
  "test/faults/redis.test.ts",
  "test/faults/rounds.test.ts",
  "test/faults/reconnect.test.ts",
  "test/races/processes.test.ts",
  "server/demo/demo.test.ts",
  "server/platform/database/migrate.test.ts",
  "test/races/fairness.test.ts",
  "test/faults/trouble.test.ts",
  "test/races/rehearsal.test.ts",
  "test/simulation/ledger.test.ts",
  "test/acceptance/authorisation/authorisation.test.ts",
  "test/browser/rehearsal.test.ts",
  "test/browser/offline.test.ts",
  "test/browser/place-states.test.ts",
  "test/browser/accessibility.test.ts",
  "test/browser/moments.test.ts",
  "test/browser/host.test.ts",
  "test/browser/kakao.test.ts",
  "test/browser/door.test.ts",
];

type Files = readonly TestSpecification[];

/** The order of files: by groups, then by projects, the heavy ones first. A fresh clone knows no durations. */
function orderOf(root: string): (files: Files) => TestSpecification[] {
  const rankOf = ({ moduleId }: TestSpecification) => {
    const place = heavy.indexOf(relative(root, moduleId));
    return place < 0 ? heavy.length : place;
  };
  const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
  return (files) =>
    files.toSorted(
      (one, other) =>
        groupOf(one) - groupOf(other) ||
        one.project.name.localeCompare(other.project.name) ||
        rankOf(one) - rankOf(other) ||
        one.moduleId.localeCompare(other.moduleId),
    );
}

/** Vitest makes it with `new`. */
export const HeavyFirst = function heavyFirst({ config }: Pick<Vitest, "config">) {
  const sort = orderOf(config.root);
  return { sort: async (files: Files) => sort(files), shard: async (files: Files) => files };
} as unknown as new (
  vitest: Vitest,
) => { sort(files: TestSpecification[]): TestSpecification[]; shard(files: TestSpecification[]): TestSpecification[] };
