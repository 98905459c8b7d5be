import { Redis } from "ioredis";
import { createHandleMessage } from "./handle-message.ts";
import { channel, messageOf } from "./names.ts";
import type { Processing } from "./processing.ts";
import type { SourceRows } from "./rows.ts";

interface World {
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly rows: SourceRows;
}

/** The source's processing as it is now: a message for each who joins, heard by every server (S24). */
export async function startPubSub({ redis, redisUrl, rows }: World): Promise<Processing> {
  const progress = { pushed: 0, handled: 0 };
  const handleMessage = createHandleMessage(redis, rows);
  const subscriber = new Redis(redisUrl);
  subscriber.on("message", (_, message) => {
    void handleMessage(message).finally(() => {
      progress.handled += 1;
    });
  });
  await subscriber.subscribe(channel);

  return {
    async pushed(slot, person) {
      // D5: a message nobody hears is gone.
      await redis.publish(channel, messageOf(slot, person));
      progress.pushed += 1;
    },
    // D4: said before anything is saved.
    tell: (place) => ({ status: 200, message: `예약 성공 대기열에 추가되었습니다. 현재 순번: ${place}` }),
    progress: () => ({ ...progress }),
  };
}
