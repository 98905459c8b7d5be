import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import type { QueueEvent, Unfinished } from "../../server/notifications/index.ts";

/** After so many tries a record goes to the dead letters. */
export const mostReceived = 3;

const credentials = { accessKeyId: "tests", secretAccessKey: "tests" };

type Handler = (event: QueueEvent) => Promise<Unfinished>;

/** The queue's address. */
async function createQueues(client: SQSClient): Promise<string> {
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead-letters";
  await client.send(new CreateQueueCommand({ QueueName: "dead-letters" }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: `${mostReceived}` });
  const Attributes = { VisibilityTimeout: "0", RedrivePolicy };
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: "mails", Attributes }));
  return QueueUrl;
}

/** As many as AWS counts on the queue of dead letters, which is what CloudWatch has of it. */
async function countLetters(client: SQSClient): Promise<number> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "dead-letters" }));
  const wish = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
  return Number((await client.send(wish)).Attributes?.ApproximateNumberOfMessages);
}

/** What is on a queue, without receiving it, which would count. */
async function bodiesOn(url: string, queue: string): Promise<string[]> {
  const answer = await fetch(`${url}/_fauxqs/queues/${queue}`);
  const { messages } = (await answer.json()) as { messages: { ready: { body: string }[] } };
  return messages.ready.map(({ body }) => body);
}

interface Gates {
  /** Which records of a batch the queue does not take, while it takes the others. */
  refuses?: ((body: string) => boolean) | undefined;
}

/** Another's stand-in. What is to be refused gets a character that SQS takes in no record. */
function buildQueues() {
  const gates: Gates = {};
  const app = buildApp({ logger: false });
  app.addHook("preHandler", async ({ body }: { body: unknown }) => {
    for (const entry of (body as { Entries?: { MessageBody?: string }[] } | undefined)?.Entries ?? []) {
      if (entry.MessageBody !== undefined && gates.refuses?.(entry.MessageBody)) entry.MessageBody = "\u0000";
    }
  });
  return { app, gates };
}

async function receiveFrom(client: SQSClient, QueueUrl: string) {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ MessageId: messageId = "", Body: body = "", ReceiptHandle }) => {
    return { messageId, body, ReceiptHandle };
  });
}

/** SQS on loopback, with a queue and one for its dead letters. What was received and not deleted is there again. */
export async function startQueueServer() {
  const { app, gates } = buildQueues();
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const client = new SQSClient({ region: "us-east-1", endpoint: url, credentials });
  const QueueUrl = await createQueues(client);

  return {
    url,
    gates,
    queueUrl: QueueUrl,
    put: (body: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: body })),
    bodies: () => bodiesOn(url, "mails"),
    deadLetters: () => bodiesOn(url, "dead-letters"),
    countLetters: () => countLetters(client),
    /** Loses all that is on it. */
    lose: () => client.send(new PurgeQueueCommand({ QueueUrl })),
    /** Brings at most ten records to a handler, as AWS does, and deletes those that are done; answers how many came. */
    async bring(handler: Handler): Promise<number> {
      const records = await receiveFrom(client, QueueUrl);
      if (records.length === 0) return 0;
      const { batchItemFailures } = await handler({ Records: records });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId, ReceiptHandle } of records) {
        if (failed.has(messageId)) continue;
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return records.length;
    },
    async close(): Promise<void> {
      client.destroy();
      await app.close();
    },
  };
}
