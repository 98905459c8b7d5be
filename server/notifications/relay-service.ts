import type { Claim, Ended, Facts, HandOver, Mail, Mailer, Outbox, Outgoing } from "./ports.ts";
import type { Push } from "./push/push-service.ts";
import { lanes, sentAtOnce, transportMs } from "./rules.ts";

/** Hints within this time are one: messages of one rush go together, and what is cancelled at once is never sent. */
const gatherMs = 200;

interface World {
  readonly outbox: Outbox;
  readonly mailer: Mailer;
  readonly compose: (message: string, facts: Facts) => Mail;
  /** Null where nobody is pushed anything. */
  readonly push: Push | null;
  /** Resolves when nobody is in a hurry but us. */
  readonly calm: () => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

const noPush: HandOver = { outcome: "refused", trouble: "push is off" };

/**
 * Sends what is in the outbox: at least one mail for each message, each time with the same key, and none about what was
 * cancelled before (I7). It may die at any moment; another goes on when its lease has ended.
 */
export function createRelay({ outbox, mailer, compose, push, calm, onTrouble }: World) {
  let running: Promise<void> | null = null;
  let isHurried = false;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  /** The mail decides what becomes of the message; where there is none, the push does. */
  async function deliver({ message, facts, byMail, devices }: Outgoing, withinMs: number): Promise<HandOver> {
    const pushed = push?.(message, facts, devices, withinMs) ?? noPush;
    if (!byMail) return pushed;
    const [mailed] = await Promise.all([mailer.send(compose(message, facts), withinMs), pushed]);
    return mailed;
  }

  /** `deadline` was counted before the mark was made, so it is over before the mark is. */
  async function handOver(outgoing: Outgoing, deadline: number): Promise<Ended> {
    const { message, lease } = outgoing;
    const withinMs = deadline - performance.now();
    if (withinMs <= 0) return { message, lease, outcome: "failed", trouble: "too late to begin" };
    try {
      return { message, lease, ...(await deliver(outgoing, withinMs)) };
    } catch (error) {
      onTrouble(error);
      return { message, lease, outcome: "failed", trouble: "an error of ours" };
    }
  }

  /** False when none of them came through: then the mail server is away, and the others need not try. */
  async function sendSome(messages: readonly string[], lease: string): Promise<boolean> {
    const deadline = performance.now() + transportMs;
    const outgoing = await outbox.begin({ messages, lease });
    if (outgoing.length === 0) return true;
    const ended = await Promise.all(outgoing.map((each) => handOver(each, deadline)));
    await outbox.end(ended);
    return ended.some(({ outcome }) => outcome !== "failed");
  }

  /** Two lanes, so that one sends while the other asks the database. What nobody began is given back. */
  async function sendClaim({ messages, lease }: Claim): Promise<boolean> {
    let next = 0;
    let goesThrough = true;
    async function lane(): Promise<void> {
      while (next < messages.length && goesThrough && !isStopping) {
        const some = messages.slice(next, next + sentAtOnce / lanes);
        next += some.length;
        if (!(await sendSome(some, lease))) goesThrough = false;
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane));
    if (next < messages.length) await outbox.release({ lease, messages: messages.slice(next) });
    return goesThrough;
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      isHurried = false;
      await calm();
      const claim = isStopping ? null : await outbox.claim();
      if (claim === null) return;
      if (!(await sendClaim(claim))) return;
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
      await mailer.close();
    },
  };
}
