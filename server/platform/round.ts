/** What is put off because it failed; beyond it all is tried again. */
const mostStuck = 10_000;

interface Round<Id, Done> {
  /** Done in one round, at most. */
  readonly atOnce: number;
  /** What is due, at most so many, longest first, and none of these. */
  readonly due: (most: number, without: readonly Id[]) => Promise<readonly Id[]>;
  readonly work: (id: Id) => Promise<Done>;
  /** What is said when some of them failed. */
  readonly trouble: string;
}

/**
 * Rounds of work by the clock, one thing after the other. One that fails stops no other: it is told when all were
 * tried, and its next turn comes once everything else that is due has had one. Answers what was done.
 */
export function createRound<Id, Done>({ atOnce, due, work, trouble }: Round<Id, Done>) {
  let stuck: readonly Id[] = [];
  return async (): Promise<readonly (readonly [Id, Done])[]> => {
    const mine = await due(atOnce, stuck);
    const done: [Id, Done][] = [];
    const failures: unknown[] = [];
    const failed: Id[] = [];
    for (const id of mine) {
      try {
        done.push([id, await work(id)]);
      } catch (error) {
        failures.push(error);
        failed.push(id);
      }
    }
    const isLast = mine.length < atOnce || stuck.length >= mostStuck;
    stuck = isLast ? [] : [...stuck, ...failed];
    if (failures.length > 0) throw new AggregateError(failures, trouble);
    return done;
  };
}
