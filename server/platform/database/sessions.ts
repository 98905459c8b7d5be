/**
 * Sequential scans are out of the question for a cached plan: one made while a table was small would read the whole
 * line of 100,000 for every press until the next analyze.
 */
const planning = { enable_seqscan: "off", plan_cache_mode: "force_generic_plan", jit: "off", timezone: "UTC" };
/** I4: whoever is told "confirmed" is on disk, whatever the server's own default says. */
const durability = { synchronous_commit: "on" };
/** I1, I2: whoever waited for a slot's lock has to see what was committed meanwhile (DESIGN §4, docs/locking.md). */
const visibility = { default_transaction_isolation: "read committed" };
/** A twin of a press waits for it at most this long (DESIGN §4); so does a batch for another server's batch. */
const usualLockTimeoutMs = 2_000;
/** With its wait for a lock a statement has 15 s. */
const statementTimeoutMs = (lockTimeoutMs: number) => lockTimeoutMs + 13_000;
/** A server that has not even refused by then is out of reach: its connection died without a word. */
export const answerWithinMs = (lockTimeoutMs = usualLockTimeoutMs) => statementTimeoutMs(lockTimeoutMs) + 1_000;

type SessionSettings = Readonly<Record<string, string | number>>;

/** As PostgreSQL's command line has them, where a space ends a value. They go before settings of a role or database. */
const optionsOf = (settings: SessionSettings) =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${String(value).replaceAll(" ", "\\ ")}`)
    .join(" ");

/** What every connection to a server is set to; with milliseconds, to wait for locks so long instead of 2 s. */
export const sessionOptions = (lockTimeoutMs = usualLockTimeoutMs) =>
  optionsOf({
    ...{ ...planning, ...durability, ...visibility },
    ...{ lock_timeout: lockTimeoutMs, statement_timeout: statementTimeoutMs(lockTimeoutMs) },
  });
/** Migrations may take as long as they need, and scan what they like; what they wait for is in migrate.ts. */
export const migrationOptions = optionsOf(visibility);
/** What the embedded engine is set to before and after it is migrated; its one session waits for nobody. */
export const embeddedSettings = { migrating: visibility, serving: planning };

/**
 * The address and the settings of a connection, as pg takes them. Settings in the address itself would replace all of
 * ours; they are put before them, so that ours hold.
 */
export function connectionTo(address: string, options: string): { connectionString: string; options: string } {
  const url = new URL(address);
  const own = url.searchParams.getAll("options");
  if (own.length === 0) return { connectionString: address, options };
  url.searchParams.delete("options");
  return { connectionString: url.href, options: [...own, options].join(" ") };
}
