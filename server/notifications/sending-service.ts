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
const errorOfOurs: HandOver = { outcome: "failed", trouble: "an error of ours" };

export type Sending = ReturnType<typeof createSending>;

/**
 * Hands messages over that somebody has a lease on, in the relay's process or behind a queue: looks at what they speak
 * of right before, and writes down what became of them. A lease that is over, or was begun by somebody else, sends
 * nothing.
 */
export function createSending({ outbox, mailer, compose, push, onTrouble }: World) {
  /** An error ends its own way only: the other is still on its way, and the mark must outlast both (I7). */
  const ended = (handing: Promise<HandOver>): Promise<HandOver> =>
    handing.catch((error: unknown) => {
      onTrouble(error);
      return errorOfOurs;
    });

  /**
   * The mail decides what becomes of the message; where there is none, the push does. The mail is written before either
   * is on its way: one that cannot be written is tried again, and each try would be shown on every browser.
   */
  async function deliver({ message, facts, byMail, devices }: Outgoing, withinMs: number): Promise<HandOver> {
    const mail = byMail ? compose(message, facts) : null;
    const pushed = push === null ? noPush : ended(push(message, facts, devices, withinMs));
    const mailed = mail === null ? pushed : ended(mailer.send(mail, withinMs));
    const [outcome] = await Promise.all([mailed, pushed]);
    return outcome;
  }

  /** `deadline` was counted before the mark was made, so it is over before the mark is. */
  async function handOver(outgoing: Outgoing, deadline: number): Promise<Ended> {
    const { message, lease } = outgoing;
    const withinMs = deadline - performance.now();
    if (withinMs <= 0) return { message, lease, outcome: "failed", trouble: "too late to begin" };
    return { message, lease, ...(await ended(deliver(outgoing, withinMs))) };
  }

  return {
    /** At most ten messages. False when none of them came through: then the mail server is away. */
    async send(claim: Claim): Promise<boolean> {
      const deadline = performance.now() + transportMs;
      const outgoing = await outbox.begin(claim);
      if (outgoing.length === 0) return true;
      const handed = await Promise.all(outgoing.map((each) => handOver(each, deadline)));
      await outbox.end(handed);
      return handed.some(({ outcome }) => outcome !== "failed");
    },
    close: () => mailer.close(),
  };
}
