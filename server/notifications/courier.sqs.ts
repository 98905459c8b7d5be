import type { Courier, Outbox } from "./ports.ts";
import { perPointer } from "./rules.ts";

interface World {
  readonly region: string;
  readonly queueUrl: string;
  readonly outbox: Pick<Outbox, "release">;
  readonly onTrouble: (error: unknown) => void;
}

/** Pointers in one request: the most that SQS takes. */
const perRequest = 10;
const mostAttempts = 3;
/** For one request with its repeats, far less than the lease of what it carries. */
const requestMs = 10_000;

async function connect(region: string) {
  const { SQSClient, SendMessageBatchCommand } = await import("@aws-sdk/client-sqs");
  // The queue's address only names it: AWS_ENDPOINT_URL_SQS may say another way there, for instance inside a network.
  const client = new SQSClient({ region, maxAttempts: mostAttempts, useQueueUrlAsEndpoint: false });
  return { client, SendMessageBatchCommand };
}

function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/**
 * Puts pointers at messages on a queue, behind which mail-lambda.ts sends them: their numbers and the lease, nothing of
 * any person. What the queue did not take is given back at once; what it took and lost comes again after the lease.
 */
export function createSqsCourier({ region, queueUrl, outbox, onTrouble }: World): Courier {
  let connection: ReturnType<typeof connect> | null = null;

  /** Answers the groups that are not on the queue. One whose answer was lost may be there: its lease opens nothing. */
  async function put(groups: readonly string[][], lease: string): Promise<readonly string[][]> {
    const Entries = groups.map((messages, at) => ({ Id: `${at}`, MessageBody: JSON.stringify({ messages, lease }) }));
    try {
      connection ??= connect(region);
      const { client, SendMessageBatchCommand } = await connection;
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
      const { Failed = [] } = await client.send(command, { abortSignal: AbortSignal.timeout(requestMs) });
      for (const { Code } of Failed) onTrouble(new Error(`the queue refused a pointer: ${Code}`));
      return groups.filter((_, at) => Failed.some(({ Id }) => Id === `${at}`));
    } catch (error) {
      onTrouble(error);
      return groups;
    }
  }

  return {
    async carry({ messages, lease }, mayBegin) {
      const left: string[] = [];
      for (const groups of inGroups(inGroups(messages, perPointer), perRequest)) {
        const goesOn = left.length === 0 && mayBegin();
        left.push(...(goesOn ? await put(groups, lease) : groups).flat());
      }
      if (left.length > 0) await outbox.release({ messages: left, lease });
      return left.length === 0;
    },
    async close() {
      (await connection)?.client.destroy();
    },
  };
}
