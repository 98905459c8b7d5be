import type { Claim } from "./ports.ts";
import { functionMarginMs, lanes, perPointer } from "./rules.ts";
import type { Sending } from "./sending-service.ts";

/** What SQS brings, as far as we look at it. */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

interface Context {
  getRemainingTimeInMillis(): number;
}

/** The records that the queue is to bring again, and in the end puts with its dead letters. */
export interface Unfinished {
  readonly batchItemFailures: { itemIdentifier: string }[];
}

interface World {
  readonly sending: Pick<Sending, "send">;
  readonly remind: () => Promise<unknown>;
  readonly onTrouble: (error: unknown) => void;
}

const messageShape = /^[1-9][0-9]{0,18}$/;
/** As PostgreSQL writes a moment: 2026-11-27 06:00:00.123456+00 */
const leaseShape = /^[0-9]{4,6}-[0-9 :.+-]{10,30}$/;

const isMessage = (id: unknown) => typeof id === "string" && messageShape.test(id);

function parse(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}

/** A pointer at messages, the word to remind, or null for what nobody can read. */
function readBody(body: string): Claim | "remind" | null {
  const { messages, lease, remind } = parse(body);
  if (remind === true) return "remind";
  const isPointer = Array.isArray(messages) && messages.length <= perPointer && messages.every(isMessage);
  return isPointer && typeof lease === "string" && leaseShape.test(lease) ? { messages, lease } : null;
}

/**
 * What the Lambda does with records of its queues: sends what pointers point at, and writes the reminders that are due.
 * A record that fails, or for which there is no time left, is named in the answer; the others are done.
 */
export function createMailLambda({ sending, remind, onTrouble }: World) {
  async function isDone({ messageId, body }: QueueRecord, context: Context): Promise<boolean> {
    const work = readBody(body);
    try {
      if (work === null) throw new Error(`record ${messageId} cannot be read`);
      // Nothing is begun that the end of this function could cut off.
      if (context.getRemainingTimeInMillis() < functionMarginMs) throw new Error("no time is left for a record");
      await (work === "remind" ? remind() : sending.send(work));
      return true;
    } catch (error) {
      onTrouble(error);
      return false;
    }
  }

  return async ({ Records }: QueueEvent, context: Context): Promise<Unfinished> => {
    const waiting = [...Records];
    const batchItemFailures: { itemIdentifier: string }[] = [];
    async function lane(): Promise<void> {
      for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
        if (!(await isDone(record, context))) batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane));
    return { batchItemFailures };
  };
}
