import type { Courier, Outbox } from "./ports.ts";

/** Hints within this time are one: messages of one rush go together, and what is cancelled at once is never sent. */
const gatherMs = 200;

interface World {
  readonly outbox: Pick<Outbox, "claim">;
  readonly courier: Courier;
  /** Resolves when nobody is in a hurry but us. */
  readonly calm: () => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Has what is in the outbox sent: at least one mail for each message, each time with the same key, and none about what
 * was cancelled before (I7). It may die at any moment; another goes on when its lease has ended.
 */
export function createRelay({ outbox, courier, calm, onTrouble }: World) {
  let running: Promise<void> | null = null;
  let isHurried = false;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  async function sendAll(): Promise<void> {
    for (;;) {
      isHurried = false;
      await calm();
      const claim = isStopping ? null : await outbox.claim();
      if (claim === null) return;
      if (!(await courier.carry(claim, () => !isStopping))) return;
    }
  }

  /** Sends what is due now. Called again meanwhile it is the same run, which looks once more before it ends. */
  function run(): Promise<void> {
    isHurried = true;
    running ??= (async () => {
      while (isHurried && !isStopping) await sendAll();
    })().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    run,
    /** Something was committed that may have left messages. A hint: the round finds them all the same. */
    hurry(): void {
      if (isStopping) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        run().catch(onTrouble);
      }, gatherMs);
    },
    /** Ends what is on its way and gives back what was not begun. */
    async stop(): Promise<void> {
      isStopping = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
      await courier.close();
    },
  };
}
