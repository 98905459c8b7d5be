import type { Claim, Ended, Facts, HandOver, Mail, Mailer, Outbox, Outgoing } from "./ports.ts";
import type { Push } from "./push/push-service.ts";
import { transportMs } from "./rules.ts";

interface World {
  readonly outbox: Pick<Outbox, "begin" | "end">;
  readonly mailer: Mailer;
  readonly compose: (message: string, facts: Facts) => Mail;
  /** Null where nobody is pushed anything. */
  readonly push: Push | null;
  readonly onTrouble: (error: unknown) => void;
}

const noPush: HandOver = { outcome: "refused", trouble: "push is off" };

export type Sending = ReturnType<typeof createSending>;

/**
 * Hands messages over that somebody has a lease on, in the relay's process or behind a queue: looks at what they speak
 * of right before, and writes down what became of them. A lease that is over, or was begun by somebody else, sends
 * nothing.
 */
export function createSending({ outbox, mailer, compose, push, onTrouble }: World) {
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

  return {
    /** At most ten messages. False when none of them came through: then the mail server is away. */
    async send(claim: Claim): Promise<boolean> {
      const deadline = performance.now() + transportMs;
      const outgoing = await outbox.begin(claim);
      if (outgoing.length === 0) return true;
      const ended = await Promise.all(outgoing.map((each) => handOver(each, deadline)));
      await outbox.end(ended);
      return ended.some(({ outcome }) => outcome !== "failed");
    },
    close: () => mailer.close(),
  };
}
